package dev.bottleneck.experiment;

import dev.bottleneck.cli.Main;
import dev.bottleneck.layer.BinaryCrossEntropyFromLogits;
import dev.bottleneck.layer.KSparse;
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
 * A k-sparse autoencoder: of each example's code only the k largest activations are kept.
 *
 * <p>784 → 1000 linear code, k kept → 784 sigmoid by default; binary cross-entropy, a mean over
 * pixels and the batch. Source: Makhzani and Frey, k-Sparse Autoencoders (2013).
 */
public final class KSparseExperiment
    extends AutoencoderExperiment<KSparseExperiment.Hyperparameters> {

  /**
   * @param code units of the code
   * @param active k, the activations kept while training
   * @param alpha after training α k are kept
   */
  public record Hyperparameters(
      int inputs,
      int code,
      int active,
      double alpha,
      int batchSize,
      int epochs,
      double learningRate)
      implements AutoencoderHyperparameters {
    public Hyperparameters {
      AutoencoderHyperparameters.check(inputs, batchSize, epochs, learningRate);
      Require.atLeast("code", code, 1);
      Require.atLeast("active", active, 1);
      Require.between("alpha", alpha, 1, Double.MAX_VALUE);
    }
  }

  public static void main(String[] args) {
    Main.run(KSparseExperiment.class, args);
  }

  @Override
  public String title() {
    return "k-sparse autoencoder";
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
        .activation(Activation.IDENTITY)
        .list()
        .layer(new DenseLayer.Builder().nIn(h.inputs()).nOut(h.code()).build())
        .layer(new KSparse(h.active(), h.alpha()))
        .layer(
            new OutputLayer.Builder(BinaryCrossEntropyFromLogits.meanOverUnits())
                .nIn(h.code())
                .nOut(h.inputs())
                .activation(Activation.SIGMOID)
                .build())
        .build();
  }
}
