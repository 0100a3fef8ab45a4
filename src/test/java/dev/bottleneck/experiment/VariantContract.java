package dev.bottleneck.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bottleneck.testing.GradientCheck;
import dev.bottleneck.testing.NetworkCopies;
import dev.bottleneck.testing.Networks;
import dev.bottleneck.training.Network;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/** What the network of every variant keeps. */
final class VariantContract {
  private VariantContract() {}

  static MultiLayerNetwork initialized(MultiLayerConfiguration configuration) {
    MultiLayerNetwork network = new MultiLayerNetwork(configuration);
    network.init();
    return network;
  }

  /** The gradient is that of the score, in double precision. */
  static void followsItsGradient(MultiLayerConfiguration configuration, INDArray x) {
    followsItsGradient(Network.of(initialized(configuration)), x);
  }

  /** The same of an initialised network, which stays as it is. */
  static void followsItsGradient(Network original, INDArray x) {
    Network network = NetworkCopies.exact(original);
    // From biases that are not nought, lest a wrong one go unseen.
    INDArray shift = Networks.uniform(DataType.DOUBLE, 5, 1, network.numParams()).muli(0.2);
    network.params().addi(shift.reshape(network.params().shape()));
    assertThat(GradientCheck.network(network.model(), x, x)).isLessThan(1e-5);
  }

  /** A few steps on one batch lower its loss; the output has the shape of the input. */
  static void learns(MultiLayerConfiguration configuration, INDArray x, int steps) {
    MultiLayerNetwork network = initialized(configuration);
    DataSet batch = new DataSet(x, x);
    double before = network.score(batch, false);
    for (int i = 0; i < steps; i++) {
      network.fit(batch);
    }
    assertThat(network.score(batch, false)).isLessThan(0.98 * before);
    assertThat(network.output(x, false).shape()).isEqualTo(x.shape());
    INDArray one = x.getRow(0, true);
    assertThat(network.output(one, false).shape()).isEqualTo(one.shape());
    assertThat(network.output(one, false).distance2(network.output(x, false).getRow(0, true)))
        .isLessThan(1e-5);
  }

  /** Saved and loaded, it gives the same output to the last bit. */
  static void isSavedAndLoaded(MultiLayerConfiguration configuration, INDArray x) {
    MultiLayerNetwork network = initialized(configuration);
    MultiLayerNetwork loaded = Networks.reload(network);
    assertThat(loaded.output(x).toFloatMatrix()).isDeepEqualTo(network.output(x).toFloatMatrix());
  }
}
