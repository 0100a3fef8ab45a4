package dev.bottleneck.experiment;

import dev.bottleneck.cli.Main;
import dev.bottleneck.layer.RandomBiases;
import dev.bottleneck.runtime.Require;
import dev.bottleneck.study.autoencoder.AutoencoderExperiment;
import dev.bottleneck.study.autoencoder.AutoencoderHyperparameters;
import dev.bottleneck.study.result.Arm;
import dev.bottleneck.training.Network;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * A deep autoencoder whose code has three dimensions and can be looked at as it is.
 *
 * <p>784 → 128 → 64 → 12 → 3 and back by default, tanh, linear code, sigmoid output; squared error,
 * a mean over pixels and the batch. Source: M. Zhou's PyTorch-Tutorial. As PyTorch's {@code
 * nn.Linear} begins, weights and biases are uniform within ±1/√fanIn; Adam (Kingma and Ba, 2015)
 * has PyTorch's ε of 1e-8, which is DL4J's as well, though there it is multiplied by √(1 − β₂ᵗ).
 */
public final class ThreeDimensionalCodeExperiment
    extends AutoencoderExperiment<ThreeDimensionalCodeExperiment.Hyperparameters> {

  /**
   * @param hidden units of the encoder's hidden layers, from the input in; the decoder's mirror
   *     them
   * @param code units of the code
   */
  public record Hyperparameters(
      int inputs, List<Integer> hidden, int code, int batchSize, int epochs, double learningRate)
      implements AutoencoderHyperparameters {
    public Hyperparameters {
      AutoencoderHyperparameters.check(inputs, batchSize, epochs, learningRate);
      Require.atLeast("hidden (the number of its layers)", hidden.size(), 1);
      hidden.forEach(units -> Require.atLeast("hidden", units, 1));
      Require.atLeast("code", code, 1);
    }
  }

  public static void main(String[] args) {
    Main.run(ThreeDimensionalCodeExperiment.class, args);
  }

  @Override
  public String title() {
    return "Three-dimensional code";
  }

  @Override
  public Class<Hyperparameters> hyperparameters() {
    return Hyperparameters.class;
  }

  @Override
  public int codeLayer(Hyperparameters h) {
    return h.hidden().size();
  }

  @Override
  protected void drawBiases(Network net, long seed) {
    MultiLayerNetwork layers = net.asLayers();
    for (int layer = 0; layer < layers.getnLayers(); layer++) {
      long fanIn = layers.layerInputSize(layer);
      RandomBiases.uniform(layers, layer, 1 / Math.sqrt(fanIn), seed);
    }
  }

  @Override
  public MultiLayerConfiguration network(Hyperparameters h, Arm arm, long seed) {
    NeuralNetConfiguration.ListBuilder layers =
        new NeuralNetConfiguration.Builder()
            .seed(seed)
            .updater(new Adam(h.learningRate()))
            .weightInit(WeightInit.UNIFORM)
            .activation(Activation.TANH)
            .list();
    int inputs = h.inputs();
    for (int units : h.hidden()) {
      layers.layer(dense(inputs, units).build());
      inputs = units;
    }
    layers.layer(dense(inputs, h.code()).activation(Activation.IDENTITY).build());
    inputs = h.code();
    List<Integer> mirrored = new ArrayList<>(h.hidden());
    Collections.reverse(mirrored);
    for (int units : mirrored) {
      layers.layer(dense(inputs, units).build());
      inputs = units;
    }
    return layers
        .layer(
            new OutputLayer.Builder(LossFunction.MSE)
                .nIn(inputs)
                .nOut(h.inputs())
                .activation(Activation.SIGMOID)
                .build())
        .build();
  }

  private static DenseLayer.Builder dense(int inputs, int units) {
    return new DenseLayer.Builder().nIn(inputs).nOut(units);
  }
}
