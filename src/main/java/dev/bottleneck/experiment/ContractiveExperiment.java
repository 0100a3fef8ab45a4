package dev.bottleneck.experiment;

import dev.bottleneck.cli.Main;
import dev.bottleneck.layer.BinaryCrossEntropyFromLogits;
import dev.bottleneck.layer.ContractiveDense;
import dev.bottleneck.layer.TiedDecoder;
import dev.bottleneck.runtime.Require;
import dev.bottleneck.study.autoencoder.AutoencoderExperiment;
import dev.bottleneck.study.autoencoder.AutoencoderHyperparameters;
import dev.bottleneck.study.result.Arm;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;

/**
 * A contractive autoencoder: the code's Jacobian with respect to the input is kept small.
 *
 * <p>784 → 100 sigmoid → 784 sigmoid by default, decoder weights those of the encoder; loss: binary
 * cross-entropy, a sum over pixels, plus λ ‖∂h/∂x‖²_F, both a mean over the batch. Source: Rifai et
 * al., Contractive Auto-Encoders (2011).
 */
public final class ContractiveExperiment
    extends AutoencoderExperiment<ContractiveExperiment.Hyperparameters> {

  /**
   * @param code units of the code
   * @param contractionWeight λ
   */
  public record Hyperparameters(
      int inputs,
      int code,
      double contractionWeight,
      int batchSize,
      int epochs,
      double learningRate)
      implements AutoencoderHyperparameters {
    public Hyperparameters {
      AutoencoderHyperparameters.check(inputs, batchSize, epochs, learningRate);
      Require.atLeast("code", code, 1);
      Require.between("contractionWeight", contractionWeight, 0, Double.MAX_VALUE);
    }
  }

  public static void main(String[] args) {
    Main.run(ContractiveExperiment.class, args);
  }

  @Override
  public String title() {
    return "Contractive autoencoder";
  }

  @Override
  public Class<Hyperparameters> hyperparameters() {
    return Hyperparameters.class;
  }

  @Override
  public int codeLayer(Hyperparameters h) {
    return 0;
  }

  @Override
  public MultiLayerConfiguration network(Hyperparameters h, Arm arm, long seed) {
    return new NeuralNetConfiguration.Builder()
        .seed(seed)
        .updater(Keras.adam(h.learningRate()))
        .weightInit(WeightInit.XAVIER_UNIFORM)
        .activation(Activation.SIGMOID)
        .list()
        .layer(
            new ContractiveDense.Builder()
                .weight(h.contractionWeight())
                .nIn(h.inputs())
                .nOut(h.code())
                .name("encoder")
                .build())
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
