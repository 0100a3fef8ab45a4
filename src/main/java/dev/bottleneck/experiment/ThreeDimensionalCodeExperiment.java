package dev.bottleneck.experiment;

import dev.bottleneck.runtime.Require;
import dev.bottleneck.study.Arm;
import dev.bottleneck.study.AutoencoderExperiment;
import dev.bottleneck.study.AutoencoderHyperparameters;
import dev.bottleneck.study.StudyMain;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * A deep autoencoder whose code has three dimensions and can be looked at as it is.
 *
 * <p>784 → 128 → 64 → 12 → 3 and back by default, tanh, sigmoid output; squared error, a mean over
 * pixels and the batch.
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
    StudyMain.run(new ThreeDimensionalCodeExperiment(), args);
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
  public MultiLayerConfiguration network(Hyperparameters h, Arm arm, long seed) {
    NeuralNetConfiguration.ListBuilder layers =
        new NeuralNetConfiguration.Builder()
            .seed(seed)
            .updater(Keras.adam(h.learningRate()))
            .weightInit(WeightInit.XAVIER_UNIFORM)
            .activation(Activation.TANH)
            .list();
    List<Integer> sizes = new ArrayList<>(h.hidden());
    Collections.reverse(sizes);
    sizes.add(0, h.code());
    sizes.addAll(0, h.hidden());
    int inputs = h.inputs();
    for (int units : sizes) {
      layers.layer(new DenseLayer.Builder().nIn(inputs).nOut(units).build());
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
}
