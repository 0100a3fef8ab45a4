package dev.bottleneck.experiment;

import dev.bottleneck.cli.Main;
import dev.bottleneck.layer.BinaryCrossEntropyFromLogits;
import dev.bottleneck.layer.Gelu;
import dev.bottleneck.runtime.Require;
import dev.bottleneck.study.autoencoder.AutoencoderExperiment;
import dev.bottleneck.study.autoencoder.AutoencoderHyperparameters;
import dev.bottleneck.study.result.Arm;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;

/**
 * A denoising autoencoder: stacked, with corruption on its input, asked for the uncorrupted one.
 *
 * <p>784 → 100 gelu → 30 gelu → 100 gelu → 784 sigmoid by default; binary cross-entropy, a mean
 * over pixels and the batch. Sources: Vincent et al. (2008) for masking and salt-and-pepper; after
 * Géron, Hands-On Machine Learning (3rd ed.), chapter 17, for dropout and Gaussian noise.
 */
public final class DenoisingExperiment
    extends AutoencoderExperiment<DenoisingExperiment.Hyperparameters> {
  /** Of the several configurations, the one that main runs. */
  static final String MAIN = "denoising-dropout";

  /**
   * @param hidden units of the encoder's and of the decoder's hidden layer
   * @param code units of the code
   * @param corruptionKind masking, dropout, gaussian or salt-and-pepper
   * @param corruption the level: a probability, or for gaussian the standard deviation
   */
  public record Hyperparameters(
      int inputs,
      int hidden,
      int code,
      CorruptionKind corruptionKind,
      double corruption,
      int batchSize,
      int epochs,
      double learningRate)
      implements AutoencoderHyperparameters {
    public Hyperparameters {
      AutoencoderHyperparameters.check(inputs, batchSize, epochs, learningRate);
      Require.atLeast("hidden", hidden, 1);
      Require.atLeast("code", code, 1);
      corruptionKind.check("corruption", corruption);
    }
  }

  public static void main(String[] args) {
    Main.run(MAIN, args);
  }

  @Override
  public String title() {
    return "Denoising autoencoder";
  }

  @Override
  public Class<Hyperparameters> hyperparameters() {
    return Hyperparameters.class;
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
        .layer(
            new DenseLayer.Builder()
                .nIn(h.inputs())
                .nOut(h.hidden())
                .dropOut(h.corruptionKind().of(h.corruption(), seed))
                .build())
        .layer(new DenseLayer.Builder().nIn(h.hidden()).nOut(h.code()).build())
        .layer(new DenseLayer.Builder().nIn(h.code()).nOut(h.hidden()).build())
        .layer(
            new OutputLayer.Builder(BinaryCrossEntropyFromLogits.meanOverUnits())
                .nIn(h.hidden())
                .nOut(h.inputs())
                .activation(Activation.SIGMOID)
                .build())
        .build();
  }
}
