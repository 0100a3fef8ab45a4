package dev.bottleneck.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

class RandomBiasesTest {
  private static final int UNITS = 10_000;

  private static MultiLayerNetwork net() {
    MultiLayerNetwork net =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(1)
                .list()
                .layer(new DenseLayer.Builder().nIn(1).nOut(UNITS).build())
                .layer(new DenseLayer.Builder().nIn(UNITS).nOut(1).build())
                .layer(new LossLayer.Builder(new HalfSquaredError()).build())
                .build());
    net.init();
    return net;
  }

  private static double[] bias(MultiLayerNetwork net) {
    return net.getParam("0_b").ravel().castTo(DataType.DOUBLE).toDoubleVector();
  }

  private static double variance(double[] values) {
    double mean = Arrays.stream(values).average().orElseThrow();
    return Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum() / (values.length - 1);
  }

  @Test
  void uniformFillsItsRangeAndStaysWithin() {
    MultiLayerNetwork net = net();
    RandomBiases.uniform(net, 0, 0.3, 7);
    double[] bias = bias(net);
    assertThat(Arrays.stream(bias).average().orElseThrow()).isCloseTo(0, within(0.01));
    assertThat(variance(bias)).isCloseTo(0.03, within(0.04 * 0.03));
    assertThat(Arrays.stream(bias).min().orElseThrow()).isBetween(-0.3, -0.299);
    assertThat(Arrays.stream(bias).max().orElseThrow()).isBetween(0.299, 0.3);
  }

  /** Of a Gaussian 68.27 % lie within one standard deviation; of a uniform variable 57.7 %. */
  @Test
  void normalHasItsDeviationAndShape() {
    MultiLayerNetwork net = net();
    RandomBiases.normal(net, 0, 2, 7);
    double[] bias = bias(net);
    assertThat(Arrays.stream(bias).average().orElseThrow()).isCloseTo(0, within(0.08));
    assertThat(variance(bias)).isCloseTo(4, within(0.06 * 4));
    double near = Arrays.stream(bias).filter(b -> Math.abs(b) < 2).count() / (double) UNITS;
    assertThat(near).isCloseTo(0.6827, within(0.02));
  }

  @Test
  void nothingElseOfTheNetworkChanges() {
    MultiLayerNetwork net = net();
    INDArray expected = net.params().dup();
    assertThat(net.getParam("0_b").norm2Number().doubleValue()).isZero();
    RandomBiases.uniform(net, 0, 1, 7);
    assertThat(net.getParam("0_b").norm2Number().doubleValue()).isGreaterThan(1);
    assertThat(net.params()).as("the vector that is trained").isNotEqualTo(expected);
    net.getParam("0_b").assign(0);
    assertThat(net.params()).isEqualTo(expected);
  }

  @Test
  void seedAndLayerDecide() {
    MultiLayerNetwork net = net();
    RandomBiases.uniform(net, 0, 1, 7);
    double[] first = bias(net);
    RandomBiases.uniform(net, 1, 1, 7);
    assertThat(net.getParam("1_b").getDouble(0)).isNotEqualTo(first[0]);
    RandomBiases.uniform(net, 0, 1, 8);
    assertThat(bias(net)).isNotEqualTo(first);
    RandomBiases.uniform(net, 0, 1, 7);
    assertThat(bias(net)).isEqualTo(first);
  }

  @Test
  void refusesALayerWithoutBiasAndARangeOfNothing() {
    assertThatThrownBy(() -> RandomBiases.uniform(net(), 2, 1, 7))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("layer 2 has no bias");
    assertThatThrownBy(() -> RandomBiases.normal(net(), 0, 0, 7))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("standardDeviation");
  }
}
