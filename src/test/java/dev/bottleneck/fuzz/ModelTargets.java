package dev.bottleneck.fuzz;

import dev.bottleneck.autoencoder.TrainedAutoencoder;
import dev.bottleneck.data.Sha256;
import dev.bottleneck.device.Hardware;
import dev.bottleneck.study.configuration.TrainingOptions;
import dev.bottleneck.study.experiment.WarmStart;
import dev.bottleneck.study.result.Arm;
import dev.bottleneck.testing.ShippedModels;
import dev.bottleneck.testing.ShippedNetworks;
import dev.bottleneck.training.Network;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The readers of trained models. */
final class ModelTargets {
  private static final String FILE = "model.zip";
  private static final String JSON = "configuration.json";
  private static final String CARD = "autoencoder.json";
  private static final Arm ARM = new Arm("arm", "an arm");

  private ModelTargets() {}

  static List<Target> all() throws IOException {
    List<Map<String, byte[]>> models = models();
    Mutation parts =
        Mutation.anyOf(
            Containers.zip(JSON, Bytes::forged),
            Containers.zip(CARD, Bytes::forged),
            Containers.zip("coefficients.bin", Bytes::forged));
    Mutation trees =
        Mutation.anyOf(Containers.zip(JSON, Trees::ofJson), Containers.zip(CARD, Trees::ofJson));
    return List.of(
        model("model-zip", 5, true, models, Bytes::damaged),
        model("model-entries", 5, false, models, parts),
        model("model-json", 6, false, models, trees),
        model("model-json-numbers", 10, false, models, Containers.zip(JSON, Trees::numbersOfJson)),
        model("model-json-texts", 4, false, models, Containers.zip(JSON, Trees::textsOfJson)),
        warmStart(models, Mutation.anyOf(parts, trees, Bytes::forged)));
  }

  private static Target model(
      String name,
      int weight,
      boolean checked,
      List<Map<String, byte[]>> models,
      Mutation mutation) {
    return new Target(
        name,
        weight,
        checked,
        models,
        Map.of(FILE, mutation),
        in -> used(TrainedAutoencoder.load(in.resolve(FILE))));
  }

  /** What a model holds, after it has worked. */
  static String used(TrainedAutoencoder.Loaded loaded) {
    INDArray example = Nd4j.valueArrayOf(new long[] {2, loaded.card().inputs()}, 0.5f);
    INDArray output = loaded.autoencoder().reconstruct(example);
    loaded.autoencoder().encode(example);
    return loaded.card()
        + " "
        + hash(loaded.autoencoder().network())
        + " "
        + output.shapeInfoToString();
  }

  private static String hash(Network network) {
    float[] values = network.params().dup('c').data().asFloat();
    ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES);
    bytes.asFloatBuffer().put(values);
    return Sha256.of(bytes.array());
  }

  private static Target warmStart(List<Map<String, byte[]>> models, Mutation mutation) {
    Network net = ShippedNetworks.small().findFirst().orElseThrow().network();
    return new Target(
        "warm-start",
        2,
        false,
        models.subList(0, 1),
        Map.of(FILE, mutation),
        in -> {
          WarmStart start =
              WarmStart.open(from(in.resolve(FILE)), List.of(ARM), Hardware.present().devices());
          start.copyTo(ARM, net);
          return hash(net);
        });
  }

  private static TrainingOptions from(Path file) {
    TrainingOptions plain = TrainingOptions.DEFAULTS;
    return new TrainingOptions(
        plain.patience(),
        plain.keep(),
        plain.schedule(),
        file.toString(),
        plain.loss(),
        plain.engine(),
        plain.precision());
  }

  /** Of every shipped autoencoder. */
  static List<Map<String, byte[]>> models() throws IOException {
    return ShippedModels.all().values().stream().map(model -> Map.of(FILE, model)).toList();
  }
}
