package dev.bottleneck.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.bottleneck.experiment.ConvolutionalExperiment.Hyperparameters;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.study.result.Arm;
import dev.bottleneck.testing.Networks;
import java.util.List;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

class ConvolutionalExperimentTest {
  private static final Arm ARM = new Arm("convolutional", "convolutional");

  private static Hyperparameters hyperparameters(int height, int width, Integer... filters) {
    return new Hyperparameters(height, width, 1, List.of(filters), 32, 10, 0.01);
  }

  private static MultiLayerConfiguration network(int height, int width, Integer... filters) {
    return new ConvolutionalExperiment().network(hyperparameters(height, width, filters), ARM, 1);
  }

  @Test
  void hasTheSourcesSizes() {
    MultiLayerNetwork network = VariantContract.initialized(network(28, 28, 16, 32, 64));
    assertThat(network.numParams())
        .isEqualTo(
            (9 * 16 + 16)
                + (9 * 16 * 32 + 32)
                + (9 * 32 * 64 + 64)
                + (9 * 64 * 32 + 32)
                + (9 * 32 * 16 + 16)
                + (9 * 16 + 1));
    INDArray x = Networks.uniform(DataType.FLOAT, 1, 2, 784);
    List<INDArray> activations = network.feedForward(x, false);
    assertThat(activations.get(6).shape()).containsExactly(2, 64, 3, 3);
    assertThat(activations.get(7).shape()).containsExactly(2, 32, 7, 7);
    assertThat(activations.get(8).shape()).containsExactly(2, 16, 14, 14);
    assertThat(network.output(x, false).shape()).containsExactly(2, 784);
  }

  @Test
  void startsFromKerasGlorotUniform() {
    MultiLayerNetwork network = VariantContract.initialized(network(28, 28, 16, 32, 64));
    double limit = Math.sqrt(6.0 / (9 * (64 + 32)));
    for (String weights : new String[] {"4_W", "6_W"}) {
      double largest = network.getParam(weights).amaxNumber().doubleValue();
      assertThat(largest).isCloseTo(limit, within(0.01 * limit)).isLessThanOrEqualTo(limit * 1.001);
    }
    assertThat(network.getParam("6_b").amaxNumber().doubleValue()).isZero();
  }

  /** Each input pixel (i, j) adds its value times the kernel from (2i, 2j) on, as in Keras. */
  @Test
  void transposedConvolutionMeetsItsFormula() {
    MultiLayerNetwork network = VariantContract.initialized(network(12, 20, 2, 3, 4));
    List<INDArray> a = network.feedForward(Networks.uniform(DataType.FLOAT, 1, 2, 240), false);
    INDArray w = network.getParam("8_W");
    INDArray in = a.get(8);
    double[][] expected = new double[12][20];
    for (int c = 0; c < in.size(1); c++) {
      for (int p = 0; p < in.size(2) * in.size(3) * 9; p++) {
        int i = (int) (p / 9 / in.size(3));
        int j = (int) (p / 9 % in.size(3));
        int y = 2 * i + p % 9 / 3;
        int x = 2 * j + p % 3;
        if (y < 12 && x < 20) {
          expected[y][x] += in.getDouble(1, c, i, j) * w.getDouble(c, 0, p % 9 / 3, p % 3);
        }
      }
    }
    for (int p = 0; p < 240; p++) {
      assertThat(a.get(9).getDouble(1, 0, p / 20, p % 20))
          .as("pixel %d", p)
          .isCloseTo(expected[p / 20][p % 20], within(1e-5));
    }
  }

  @Test
  void followsItsGradient() {
    VariantContract.followsItsGradient(
        network(12, 20, 2, 3, 4), Networks.uniform(DataType.DOUBLE, 1, 2, 240));
  }

  @Test
  void learnsAndIsSaved() {
    INDArray x = Networks.uniform(DataType.FLOAT, 1, 4, 144).gt(0.8).castTo(DataType.FLOAT);
    VariantContract.learns(network(12, 12, 4, 4, 4), x, 10);
    VariantContract.isSavedAndLoaded(network(12, 12, 4, 4, 4), x);
  }

  @Test
  void refusesSizesThatDoNotComeBack() {
    assertThatThrownBy(() -> hyperparameters(30, 20, 1, 1, 1))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("halved 1 times they are 15 and 10, of which one is odd");
    assertThatThrownBy(() -> hyperparameters(7, 28, 1, 1, 1))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("height");
    assertThatThrownBy(() -> hyperparameters(28, 28, 1, 1))
        .isInstanceOf(UserError.class)
        .hasMessage("filters must be three numbers, not [1, 1]");
  }

  /** Whatever the halves are, even or odd: the decoder gives them back exactly. */
  @ParameterizedTest
  @CsvSource({"8, 8", "9, 9", "15, 31", "16, 16", "30, 30", "32, 64", "12, 20", "25, 9"})
  void givesBackEverySizeThatItsHalvesAllow(int height, int width) {
    Hyperparameters h = new Hyperparameters(height, width, 3, List.of(2, 3, 4), 8, 1, 0.01);
    MultiLayerNetwork net =
        VariantContract.initialized(new ConvolutionalExperiment().network(h, ARM, 1));
    INDArray x = Networks.uniform(DataType.FLOAT, 1, 2, h.inputs());
    assertThat(net.output(x, false).shape()).containsExactly(2, h.inputs());
  }

  @Test
  void followsItsGradientInColour() {
    Hyperparameters h = new Hyperparameters(8, 16, 3, List.of(2, 3, 2), 8, 1, 0.01);
    VariantContract.followsItsGradient(
        new ConvolutionalExperiment().network(h, ARM, 1),
        Networks.uniform(DataType.DOUBLE, 1, 2, h.inputs()));
  }
}
