package dev.bottleneck.experiment;

import dev.bottleneck.cli.Main;
import dev.bottleneck.layer.BinaryCrossEntropyFromLogits;
import dev.bottleneck.runtime.Require;
import dev.bottleneck.study.autoencoder.AutoencoderExperiment;
import dev.bottleneck.study.autoencoder.AutoencoderHyperparameters;
import dev.bottleneck.study.result.Arm;
import java.util.Optional;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;

/**
 * The smallest autoencoder: one dense layer in, one out.
 *
 * <p>784 → 32 relu → 784 sigmoid by default; binary cross-entropy, a mean over pixels and the
 * batch. Source: Chollet, Building Autoencoders in Keras (2016).
 */
public final class UndercompleteExperiment
    extends AutoencoderExperiment<UndercompleteExperiment.Hyperparameters> {

  /**
   * @param code units of the code
   */
  public record Hyperparameters(int inputs, int code, int batchSize, int epochs)
      implements AutoencoderHyperparameters {
    public Hyperparameters {
      AutoencoderHyperparameters.check(inputs, batchSize, epochs);
      Require.atLeast("code", code, 1);
    }
  }

  public static void main(String[] args) {
    Main.run(UndercompleteExperiment.class, args);
  }

  @Override
  public String title() {
    return "Undercomplete autoencoder";
  }

  @Override
  public Class<Hyperparameters> hyperparameters() {
    return Hyperparameters.class;
  }

  /** What can be copied need not be understood (Goodfellow, Bengio, Courville 2016, 14.1). */
  @Override
  public Optional<String> caution(Hyperparameters h) {
    return h.code() < h.inputs()
        ? Optional.empty()
        : Optional.of(
            "The code, %d units, is no smaller than the input, %d values: the network may copy what it is given; lower code."
                .formatted(h.code(), h.inputs()));
  }

  @Override
  public int codeLayer(Hyperparameters h) {
    return 0;
  }

  @Override
  public MultiLayerConfiguration network(Hyperparameters h, Arm arm, long seed) {
    return new NeuralNetConfiguration.Builder()
        .seed(seed)
        .updater(Keras.adaDelta())
        .weightInit(WeightInit.XAVIER_UNIFORM)
        .list()
        .layer(
            new DenseLayer.Builder()
                .nIn(h.inputs())
                .nOut(h.code())
                .activation(Activation.RELU)
                .build())
        .layer(
            new OutputLayer.Builder(BinaryCrossEntropyFromLogits.meanOverUnits())
                .nIn(h.code())
                .nOut(h.inputs())
                .activation(Activation.SIGMOID)
                .build())
        .build();
  }
}
