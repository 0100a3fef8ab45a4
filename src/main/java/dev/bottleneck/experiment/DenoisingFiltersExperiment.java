package dev.bottleneck.experiment;

import dev.bottleneck.cli.Main;
import dev.bottleneck.layer.BinaryCrossEntropyFromLogits;
import dev.bottleneck.layer.Masking;
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
import org.nd4j.linalg.learning.config.Sgd;

/**
 * The filters that a tied autoencoder learns without and with masking corruption.
 *
 * <p>784 → 500 sigmoid → 784 sigmoid by default, decoder weights those of the encoder; binary
 * cross-entropy, a sum over pixels, a mean over the batch. Source: the Deep Learning Tutorials
 * (2010), "Denoising Autoencoders", after Vincent et al. (2008).
 */
public final class DenoisingFiltersExperiment
    extends AutoencoderExperiment<DenoisingFiltersExperiment.Hyperparameters> {
  private static final Arm CLEAN = new Arm("no-corruption", "no corruption");
  private static final Arm MASKED = new Arm("masking", "masking");

  /**
   * @param code units of the code
   * @param corruption probability that masking sets an input to 0, in the second arm
   */
  public record Hyperparameters(
      int inputs, int code, double corruption, int batchSize, int epochs, double learningRate)
      implements AutoencoderHyperparameters {
    public Hyperparameters {
      AutoencoderHyperparameters.check(inputs, batchSize, epochs, learningRate);
      Require.atLeast("code", code, 1);
      Require.between("corruption", corruption, 0, 1);
    }
  }

  public static void main(String[] args) {
    Main.run(DenoisingFiltersExperiment.class, args);
  }

  @Override
  public String title() {
    return "Denoising filters";
  }

  @Override
  public Class<Hyperparameters> hyperparameters() {
    return Hyperparameters.class;
  }

  @Override
  public List<Arm> arms(Hyperparameters h) {
    return List.of(CLEAN, MASKED);
  }

  @Override
  public int codeLayer(Hyperparameters h) {
    return 0;
  }

  @Override
  public MultiLayerConfiguration network(Hyperparameters h, Arm arm, long seed) {
    TiedEncoder.Builder encoder =
        new TiedEncoder.Builder().nIn(h.inputs()).nOut(h.code()).name("encoder");
    if (arm.equals(MASKED)) {
      encoder.dropOut(new Masking(h.corruption(), seed));
    }
    return new NeuralNetConfiguration.Builder()
        .seed(seed)
        .updater(new Sgd(h.learningRate()))
        .weightInit(WeightInit.SIGMOID_UNIFORM)
        .activation(Activation.SIGMOID)
        .list()
        .layer(encoder.build())
        .layer(
            new TiedDecoder.Builder()
                .encoder("encoder")
                .nIn(h.code())
                .nOut(h.inputs())
                .activation(Activation.IDENTITY)
                .build())
        .layer(
            new LossLayer.Builder(BinaryCrossEntropyFromLogits.sumOverUnits())
                .activation(Activation.SIGMOID)
                .build())
        .build();
  }
}
