package dev.bottleneck.export;

import ai.onnxruntime.OrtException;
import dev.bottleneck.autoencoder.Scaling;
import dev.bottleneck.autoencoder.TrainedAutoencoder;
import dev.bottleneck.step.EngineChoice;
import dev.bottleneck.testing.OnnxSession;
import dev.bottleneck.testing.ShippedNetworks.Variant;
import dev.bottleneck.training.Engine;
import dev.bottleneck.training.Network;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * How far ONNX Runtime's results are from ours, part by part.
 *
 * @param largest difference of a value, over batches of one and of seven examples, from the
 *     compiled engine's and from DL4J's own; without the decoder where there is none
 */
record Agreement(Variant variant, Map<Part, Double> largest) {
  private static final int[] BATCHES = {1, 7};

  /** That of a variant's network with biases that are not 0; {@code folder} is for its files. */
  static Agreement of(Variant variant, Path folder) throws OrtException {
    drawBiases(variant.network());
    Exported model = exported(variant, EngineChoice.AUTO);
    List<TrainedAutoencoder> ours =
        List.of(model.autoencoder(), exported(variant, Engine.DEEPLEARNING4J).autoencoder());
    Map<Part, Double> largest = new EnumMap<>(Part.class);
    for (Part part : Part.values()) {
      if (part == Part.DECODER && !model.autoencoder().decodes()) {
        continue;
      }
      Path file = folder.resolve("model.onnx");
      model.onnx(part).writeTo(file);
      int width = part == Part.DECODER ? model.autoencoder().codeUnits() : variant.inputs();
      try (OnnxSession session = OnnxSession.open(file)) {
        for (int batch : BATCHES) {
          float[][] given =
              part == Part.DECODER ? drawn(batch, width, 1) : drawn(batch, width, 0.2);
          float[][] theirs = session.run(given);
          for (TrainedAutoencoder autoencoder : ours) {
            double difference = difference(theirs, ours(autoencoder, part, given));
            largest.merge(part, difference, Math::max);
          }
        }
      }
    }
    return new Agreement(variant, largest);
  }

  static Exported exported(Variant variant, Engine engine) {
    return new Exported(
        variant.toString(),
        TrainedAutoencoder.of(variant.network(), variant.code(), variant.inputs(), engine),
        variant.inputs(),
        Scaling.none(),
        Map.of());
  }

  /** As training would leave them: of those that begin at 0 a wrong one would not show. */
  static void drawBiases(Network network) {
    SplittableRandom random = new SplittableRandom(5);
    for (String node : network.nodes()) {
      network
          .layerOf(node)
          .map(layer -> layer.paramTable(false))
          .filter(table -> table.containsKey("b"))
          .ifPresent(
              table -> {
                INDArray bias = table.get("b");
                double[] drawn = random.doubles(bias.length(), -0.5, 0.5).toArray();
                bias.assign(Nd4j.createFromArray(drawn).reshape('c', bias.shape()));
              });
    }
  }

  /** Uniform in [0, 1), but 0 except for a share of them: as in images of digits. */
  private static float[][] drawn(int rows, int columns, double share) {
    SplittableRandom random = new SplittableRandom(rows);
    float[][] values = new float[rows][columns];
    for (float[] row : values) {
      for (int i = 0; i < columns; i++) {
        row[i] = random.nextDouble() < share ? (float) random.nextDouble() : 0;
      }
    }
    return values;
  }

  private static float[][] ours(TrainedAutoencoder autoencoder, Part part, float[][] given) {
    INDArray rows = Nd4j.createFromArray(given);
    INDArray result =
        switch (part) {
          case ENCODER -> autoencoder.encode(rows);
          case DECODER -> autoencoder.decode(rows);
          case WHOLE -> autoencoder.reconstruct(rows);
        };
    return result.toFloatMatrix();
  }

  /** The largest of any value; infinite where the shapes differ or a value is no number. */
  static double difference(float[][] some, float[][] others) {
    if (some.length != others.length || some[0].length != others[0].length) {
      return Double.POSITIVE_INFINITY;
    }
    double largest = 0;
    for (int i = 0; i < some.length; i++) {
      for (int j = 0; j < some[i].length; j++) {
        double difference = Math.abs((double) some[i][j] - others[i][j]);
        largest =
            Double.isNaN(difference) ? Double.POSITIVE_INFINITY : Math.max(largest, difference);
      }
    }
    return largest;
  }
}
