package dev.bottleneck.step;

import dev.bottleneck.experiment.RecurrentExperiment;
import dev.bottleneck.experiment.RecurrentExperiment.Hyperparameters;
import dev.bottleneck.study.Arm;
import dev.bottleneck.testing.Networks;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/** The recurrent layers compute as DL4J's do, and what is not known of them is refused. */
class RecurrentLayersTest {
  private static MultiLayerNetwork network(int height, int width, int hidden, int code) {
    Hyperparameters h = new Hyperparameters(height, width, hidden, code, 32, 10, 0.001);
    MultiLayerNetwork net =
        new MultiLayerNetwork(
            new RecurrentExperiment().network(h, new Arm("recurrent", "recurrent"), 1));
    net.init();
    return net;
  }

  private static DataSet images(int batch, int inputs) {
    INDArray x = Networks.uniform(DataType.FLOAT, 3 + batch, batch, inputs);
    return new DataSet(x, x);
  }

  @ParameterizedTest
  @CsvSource({"4, 5, 3, 2", "2, 1, 1, 1", "6, 7, 19, 33"})
  void smallNetwork(int height, int width, int hidden, int code) {
    MultiLayerNetwork net = network(height, width, hidden, code);
    Parity.holds(net, Parity.images(9, height * width));
  }

  @Test
  void singleExample() {
    Parity.holds(network(4, 5, 3, 2), images(1, 20));
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 32})
  void shippedNetwork(int batch) {
    MultiLayerNetwork net = network(28, 28, 100, 30);
    DataSet batches = images(batch, 28 * 28);
    Parity.sameGradient(net, batches);
    Parity.sameAfter(30, net, batches, images(batch - 3, 28 * 28));
  }
}
