package dev.bottleneck.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.bottleneck.testing.Contract;
import dev.bottleneck.testing.Networks;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.Sgd;

class GaussianCodeTest {
  private static final INDArray X = Networks.uniform(DataType.DOUBLE, 1, 5, 4);

  @Test
  void networksFollowItsGradient() {
    Contract.followsItsGradient(X, X, chain(0));
    Contract.followsItsGradient(X, X, chain(1));
    Contract.followsItsGradient(X, X, chain(4));
  }

  @Test
  void isSavedWithTheNetwork() {
    Contract.resumesToTheBit(X, X, chain(1));
  }

  @Test
  void samplesWhileTrainingAndGivesTheMeanAtInference() {
    var network = Networks.layers(DataType.DOUBLE, new Sgd(0.1), chain(1));
    INDArray halves = network.feedForwardToLayer(0, X, false).get(1);
    INDArray mean = halves.get(NDArrayIndex.all(), NDArrayIndex.interval(0, 3));
    INDArray sample = network.feedForwardToLayer(1, X, true).get(2);
    assertThat(network.feedForwardToLayer(1, X, false).get(2)).isEqualTo(mean);
    assertThat(sample).isNotEqualTo(mean);
    assertThat(network.feedForwardToLayer(1, X, true).get(2)).isEqualTo(sample);
    network.fit(new DataSet(X, X));
    network.setParams(Networks.layers(DataType.DOUBLE, new Sgd(0.1), chain(1)).params());
    network.fit(new DataSet(X, X));
    assertThat(network.feedForwardToLayer(1, X, true).get(2)).isNotEqualTo(sample);
  }

  @Test
  void scoreHasTheDivergenceOnceForEachExample() {
    var network = Networks.layers(DataType.DOUBLE, new Sgd(0.1), chain(2));
    var plain = Networks.layers(DataType.DOUBLE, new Sgd(0.1), chain(0));
    double[][] halves = network.feedForwardToLayer(0, X, false).get(1).toDoubleMatrix();
    double divergence = 0;
    for (double[] half : halves) {
      for (int j = 0; j < 3; j++) {
        double mean = half[j];
        double logVariance = half[j + 3];
        divergence -= 0.5 * (1 + logVariance - mean * mean - Math.exp(logVariance));
      }
    }
    double added = network.score(new DataSet(X, X)) - plain.score(new DataSet(X, X));
    assertThat(added).isCloseTo(2 * divergence / 5, within(1e-12));
  }

  @Test
  void sizesAreInferredThroughIt() {
    var configuration =
        new NeuralNetConfiguration.Builder()
            .list()
            .layer(new DenseLayer.Builder().nOut(6).activation(Activation.IDENTITY).build())
            .layer(new GaussianCode(1, 3))
            .layer(new OutputLayer.Builder(new HalfSquaredError()).nOut(4).build())
            .setInputType(InputType.feedForward(4))
            .build();
    assertThat(((OutputLayer) configuration.getConf(2).getLayer()).getNIn()).isEqualTo(3);
  }

  @Test
  void wrongArgumentsAreNamed() {
    assertThatThrownBy(() -> new GaussianCode(-1, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("beta must be 0 or a positive number, not -1.0");
    assertThatThrownBy(() -> new GaussianCode(1, 3).getOutputType(0, InputType.feedForward(5)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("input of GaussianCode must have 2n units, means and log-variances, not 5");
  }

  private static Layer[] chain(double beta) {
    return new Layer[] {
      new DenseLayer.Builder().nIn(4).nOut(6).activation(Activation.IDENTITY).build(),
      new GaussianCode(beta, 3),
      new OutputLayer.Builder(BinaryCrossEntropyFromLogits.sumOverUnits())
          .nIn(3)
          .nOut(4)
          .activation(Activation.SIGMOID)
          .build()
    };
  }
}
