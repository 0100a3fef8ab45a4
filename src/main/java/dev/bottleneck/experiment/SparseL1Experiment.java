package dev.bottleneck.experiment;

import dev.bottleneck.cli.Main;
import dev.bottleneck.layer.ActivityPenalty;
import dev.bottleneck.layer.BinaryCrossEntropyFromLogits;
import dev.bottleneck.layer.Gelu;
import dev.bottleneck.layer.PenaltyScaling;
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
 * A sparse autoencoder: an L1 penalty draws the activations of a wide sigmoid code to 0.
 *
 * <p>784 → 100 gelu → 300 sigmoid → 100 gelu → 784 sigmoid by default; the penalty is λ Σ|h|,
 * summed over the code, a mean over the batch, as Keras has it. Source: after Géron, Hands-On
 * Machine Learning (3rd ed.), chapter 17.
 */
public final class SparseL1Experiment
    extends AutoencoderExperiment<SparseL1Experiment.Hyperparameters> {

  /**
   * @param hidden units of the encoder's and of the decoder's hidden layer
   * @param code units of the code
   * @param sparsityWeight λ, in nats for an activation of 1
   */
  public record Hyperparameters(
      int inputs,
      int hidden,
      int code,
      double sparsityWeight,
      int batchSize,
      int epochs,
      double learningRate)
      implements AutoencoderHyperparameters {
    public Hyperparameters {
      AutoencoderHyperparameters.check(inputs, batchSize, epochs, learningRate);
      Require.atLeast("hidden", hidden, 1);
      Require.atLeast("code", code, 1);
      Require.between("sparsityWeight", sparsityWeight, 0, Double.MAX_VALUE);
    }
  }

  public static void main(String[] args) {
    Main.run(SparseL1Experiment.class, args);
  }

  @Override
  public String title() {
    return "Sparse autoencoder, L1 penalty on the code";
  }

  @Override
  public Class<Hyperparameters> hyperparameters() {
    return Hyperparameters.class;
  }

  @Override
  public int codeLayer(Hyperparameters h) {
    return 2;
  }

  @Override
  public MultiLayerConfiguration network(Hyperparameters h, Arm arm, long seed) {
    return new NeuralNetConfiguration.Builder()
        .seed(seed)
        .updater(Keras.adam(h.learningRate()))
        .weightInit(WeightInit.XAVIER_UNIFORM)
        .activation(new Gelu())
        .list()
        .layer(new DenseLayer.Builder().nIn(h.inputs()).nOut(h.hidden()).build())
        .layer(
            new DenseLayer.Builder()
                .nIn(h.hidden())
                .nOut(h.code())
                .activation(Activation.SIGMOID)
                .build())
        .layer(ActivityPenalty.l1(h.sparsityWeight(), PenaltyScaling.DIVIDED_BY_BATCH_SIZE))
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
