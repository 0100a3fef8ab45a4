package dev.bottleneck.experiment;

import dev.bottleneck.cli.Main;
import dev.bottleneck.layer.BinaryCrossEntropyFromLogits;
import dev.bottleneck.layer.ClippedBinaryCrossEntropy;
import dev.bottleneck.layer.Gelu;
import dev.bottleneck.layer.TiedDecoder;
import dev.bottleneck.layer.TiedEncoder;
import dev.bottleneck.runtime.Require;
import dev.bottleneck.study.autoencoder.AutoencoderExperiment;
import dev.bottleneck.study.autoencoder.AutoencoderHyperparameters;
import dev.bottleneck.study.result.Arm;
import java.util.List;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;

/**
 * A stacked autoencoder whose decoder has the encoder's weights, transposed, and biases of its own.
 *
 * <p>784 → 100 gelu → 30 gelu → 100 gelu → 784 by default; binary cross-entropy, a mean over pixels
 * and the batch. Source: teaching material after Géron, Hands-On Machine Learning (3rd ed.),
 * chapter 17. Its output layer is gelu by mistake (the book's is not), with the loss of clipped
 * outputs; one arm has it so, the other is sigmoid.
 */
public final class TiedExperiment extends AutoencoderExperiment<TiedExperiment.Hyperparameters> {
  private static final Arm SIGMOID = new Arm("sigmoid-output", "sigmoid output");
  private static final Arm GELU = new Arm("gelu-output", "gelu output");

  /**
   * @param hidden units of the encoder's and of the decoder's hidden layer
   * @param code units of the code
   */
  public record Hyperparameters(
      int inputs, int hidden, int code, int batchSize, int epochs, double learningRate)
      implements AutoencoderHyperparameters {
    public Hyperparameters {
      AutoencoderHyperparameters.check(inputs, batchSize, epochs, learningRate);
      Require.atLeast("hidden", hidden, 1);
      Require.atLeast("code", code, 1);
    }
  }

  public static void main(String[] args) {
    Main.run(TiedExperiment.class, args);
  }

  @Override
  public String title() {
    return "Tied weights";
  }

  @Override
  public Class<Hyperparameters> hyperparameters() {
    return Hyperparameters.class;
  }

  @Override
  public List<Arm> arms(Hyperparameters h) {
    return List.of(SIGMOID, GELU);
  }

  @Override
  public int codeLayer(Hyperparameters h) {
    return 1;
  }

  @Override
  public MultiLayerConfiguration network(Hyperparameters h, Arm arm, long seed) {
    return new NeuralNetConfiguration.Builder()
        .seed(seed)
        .updater(Keras.adam(h.learningRate()))
        .weightInit(WeightInit.XAVIER_UNIFORM)
        .activation(new Gelu())
        .list()
        .layer(new TiedEncoder.Builder().nIn(h.inputs()).nOut(h.hidden()).name("outer").build())
        .layer(new TiedEncoder.Builder().nIn(h.hidden()).nOut(h.code()).name("inner").build())
        .layer(new TiedDecoder.Builder().encoder("inner").nIn(h.code()).nOut(h.hidden()).build())
        .layer(
            new TiedDecoder.Builder()
                .encoder("outer")
                .nIn(h.hidden())
                .nOut(h.inputs())
                .activation(Activation.IDENTITY)
                .build())
        .layer(output(arm))
        .build();
  }

  private static LossLayer output(Arm arm) {
    return arm.equals(GELU)
        ? new LossLayer.Builder(new ClippedBinaryCrossEntropy()).activation(new Gelu()).build()
        : new LossLayer.Builder(BinaryCrossEntropyFromLogits.meanOverUnits())
            .activation(Activation.SIGMOID)
            .build();
  }
}
