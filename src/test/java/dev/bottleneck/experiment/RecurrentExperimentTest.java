package dev.bottleneck.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.bottleneck.experiment.RecurrentExperiment.Hyperparameters;
import dev.bottleneck.study.result.Arm;
import dev.bottleneck.testing.Networks;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

class RecurrentExperimentTest {
  private static final Arm ARM = new Arm("recurrent", "recurrent");

  private static MultiLayerConfiguration network(int height, int width, int hidden, int code) {
    Hyperparameters h = new Hyperparameters(height, width, hidden, code, 32, 10, 0.01);
    return new RecurrentExperiment().network(h, ARM, 1);
  }

  private static int lstm(int from, int units) {
    return 4 * units * (from + units + 1);
  }

  @Test
  void hasTheSourcesSizes() {
    MultiLayerNetwork network = VariantContract.initialized(network(28, 28, 100, 30));
    assertThat(network.numParams())
        .isEqualTo(lstm(28, 100) + lstm(100, 30) + lstm(30, 100) + 100 * 28 + 28);
  }

  /** The initial weights are Keras's, gate biases 0 and those of the forget gates 1. */
  @Test
  void beginsAsTheSourceDoes() {
    MultiLayerNetwork network = VariantContract.initialized(network(28, 28, 100, 30));
    INDArray w = network.getParam("0_W");
    double limit = Math.sqrt(6.0 / (28 + 400));
    assertThat(w.amaxNumber().doubleValue()).isBetween(0.99 * limit, limit);
    INDArray rw = network.getParam("0_RW");
    assertThat(rw.mmul(rw.transpose()).sumNumber().doubleValue()).isCloseTo(100, within(1e-3));
    assertThat(network.getParam("0_b").sumNumber().doubleValue()).isEqualTo(100);
    assertThat(network.getParam("0_b").getDouble(100)).isEqualTo(1);
  }

  /** The whole network against the formulas of the LSTM, written out. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void meetsTheFormulas(int batch) {
    MultiLayerNetwork network =
        VariantContract.initialized(network(4, 5, 3, 2)).convertDataType(DataType.DOUBLE);
    INDArray x = Networks.uniform(DataType.DOUBLE, 2, batch, 20);
    INDArray output = network.output(x, false);
    for (int example = 0; example < batch; example++) {
      double[] expected = reconstruct(network, x.getRow(example).toDoubleVector());
      for (int pixel = 0; pixel < 20; pixel++) {
        assertThat(output.getDouble(example, pixel))
            .as("example %d, pixel %d", example, pixel)
            .isCloseTo(expected[pixel], within(1e-9));
      }
    }
  }

  private static double[] reconstruct(MultiLayerNetwork network, double[] image) {
    double[][] rows = new double[4][5];
    for (int p = 0; p < 20; p++) {
      rows[p / 5][p % 5] = image[p];
    }
    double[][] encoded = lstm(network, 1, lstm(network, 0, rows));
    double[] code = encoded[3];
    double[][] decoded = lstm(network, 3, new double[][] {code, code, code, code});
    double[] output = new double[20];
    for (int p = 0; p < 20; p++) {
      double z = network.getParam("4_b").getDouble(p % 5);
      for (int k = 0; k < 3; k++) {
        z += decoded[p / 5][k] * network.getParam("4_W").getDouble(k, p % 5);
      }
      output[p] = sigmoid(z);
    }
    return output;
  }

  /** DL4J's blocks of units: block 0 goes through tanh, then forget, output and input gates. */
  private static double[][] lstm(MultiLayerNetwork network, int layer, double[][] sequence) {
    INDArray w = network.getParam(layer + "_W");
    INDArray rw = network.getParam(layer + "_RW");
    INDArray b = network.getParam(layer + "_b");
    int units = (int) rw.size(0);
    double[][] h = new double[sequence.length][units];
    double[] cell = new double[units];
    double[] previous = new double[units];
    for (int t = 0; t < sequence.length; t++) {
      double[] z = new double[4 * units];
      for (int k = 0; k < 4 * units; k++) {
        z[k] = b.getDouble(k);
        for (int i = 0; i < w.size(0); i++) {
          z[k] += sequence[t][i] * w.getDouble(i, k);
        }
        for (int i = 0; i < units; i++) {
          z[k] += previous[i] * rw.getDouble(i, k);
        }
      }
      for (int k = 0; k < units; k++) {
        cell[k] = sigmoid(z[units + k]) * cell[k] + sigmoid(z[3 * units + k]) * Math.tanh(z[k]);
        h[t][k] = sigmoid(z[2 * units + k]) * Math.tanh(cell[k]);
      }
      previous = h[t];
    }
    return h;
  }

  private static double sigmoid(double z) {
    return 1 / (1 + Math.exp(-z));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void followsItsGradient(int batch) {
    VariantContract.followsItsGradient(
        network(4, 5, 3, 2), Networks.uniform(DataType.DOUBLE, 1, batch, 20));
  }

  @Test
  void learnsAndIsSaved() {
    INDArray x = Networks.uniform(DataType.FLOAT, 1, 4, 36).gt(0.8).castTo(DataType.FLOAT);
    VariantContract.learns(network(6, 6, 8, 4), x, 20);
    VariantContract.isSavedAndLoaded(network(6, 6, 8, 4), x);
  }
}
