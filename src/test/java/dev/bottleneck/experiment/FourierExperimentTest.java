package dev.bottleneck.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.bottleneck.data.Sines;
import dev.bottleneck.experiment.FourierExperiment.Hyperparameters;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.study.result.Arm;
import dev.bottleneck.training.Network;
import java.util.Map;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

class FourierExperimentTest {
  private static final Hyperparameters SHIPPED = new Hyperparameters(30, 2, 1, 20, 0.05);
  private static final FourierExperiment FOURIER = new FourierExperiment();

  private static MultiLayerNetwork network() {
    return VariantContract.initialized(FOURIER.network(SHIPPED, new Arm("fourier", "fourier"), 1));
  }

  private static Map<String, Double> measuresOf(double[]... rows) {
    MultiLayerNetwork net = network();
    net.setParam("1_W", Nd4j.createFromArray(rows).castTo(DataType.FLOAT));
    return FourierExperiment.fit(Network.of(net), SHIPPED);
  }

  private static double[] sum(double a, double[] u, double b, double[] v) {
    double[] sum = new double[u.length];
    for (int i = 0; i < u.length; i++) {
      sum[i] = a * u[i] + b * v[i];
    }
    return sum;
  }

  private static double[] sin(int frequency) {
    return java.util.Arrays.stream(Sines.positions(30)).map(x -> Math.sin(frequency * x)).toArray();
  }

  @Test
  void startsFromGlorotUniformWithoutBias() {
    MultiLayerNetwork net = network();
    double limit = Math.sqrt(6.0 / 32);
    for (String weights : new String[] {"0_W", "1_W"}) {
      double largest = net.getParam(weights).amaxNumber().doubleValue();
      assertThat(largest).isBetween(0.8 * limit, limit * (1 + 1e-6));
    }
    assertThat(net.getParam("0_b").amaxNumber().doubleValue()).isZero();
    assertThat(net.getParam("1_b").amaxNumber().doubleValue()).isZero();
  }

  /** A sigmoid code, and an output that is linear in it: DL4J's default would be softmax. */
  @Test
  void isSigmoidThenLinearAndScoresTheMeanSquare() {
    MultiLayerNetwork net = network();
    INDArray x = Nd4j.createFromArray(new double[][] {sin(1), sin(2)}).castTo(DataType.FLOAT);
    INDArray code = net.feedForward(x, false).get(1);
    INDArray in = x.mmul(net.getParam("0_W"));
    INDArray out = code.mmul(net.getParam("1_W"));
    for (int i = 0; i < 4; i++) {
      double sigmoid = 1 / (1 + Math.exp(-in.getDouble(i / 2, i % 2)));
      assertThat(code.getDouble(i / 2, i % 2)).isCloseTo(sigmoid, within(1e-6));
    }
    assertThat(net.output(x, false).distance2(out)).isLessThan(1e-5);
    double meanSquare = out.sub(x).norm2Number().doubleValue();
    meanSquare *= meanSquare / 60;
    assertThat(net.score(new DataSet(x, x), false)).isCloseTo(meanSquare, within(1e-5));
  }

  @Test
  void rowsThatAreSumsOfTheFunctionsFitThem() {
    Map<String, Double> fit = measuresOf(sum(0.3, sin(1), -2, sin(2)), sum(1, sin(1), 0.5, sin(2)));
    assertThat(fit.get("angleToBasis")).isCloseTo(0, within(1e-4));
    assertThat(fit.get("rSquaredSinX")).isCloseTo(1, within(1e-9));
    assertThat(fit.get("rSquaredSin2X")).isCloseTo(1, within(1e-9));
  }

  /** Sines of whole frequencies are orthogonal and as long as each other on these samples. */
  @Test
  void aRowTurnedTowardsAnotherFunctionMissesByTheAngle() {
    double t = Math.toRadians(20);
    Map<String, Double> fit = measuresOf(sin(1), sum(Math.cos(t), sin(2), Math.sin(t), sin(3)));
    assertThat(fit.get("angleToBasis")).isCloseTo(20, within(1e-4));
    assertThat(fit.get("rSquaredSinX")).isCloseTo(1, within(1e-6));
    assertThat(fit.get("rSquaredSin2X")).isCloseTo(Math.cos(t) * Math.cos(t), within(1e-6));
  }

  @Test
  void anUntrainedNetworkFitsNothing() {
    assertThat(FourierExperiment.fit(Network.of(network()), SHIPPED).get("angleToBasis"))
        .isGreaterThan(45);
  }

  @Test
  void refusesTooFewSamplesToTellTheFunctionsApart() {
    assertThatThrownBy(() -> new Hyperparameters(3, 2, 1, 20, 0.05))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("inputs");
  }
}
