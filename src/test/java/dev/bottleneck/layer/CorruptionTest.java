package dev.bottleneck.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.bottleneck.testing.Contract;
import dev.bottleneck.testing.Networks;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;

class CorruptionTest {
  private static final INDArray X = Networks.uniform(DataType.DOUBLE, 1, 6, 4);

  static Stream<Corruption> corruptions() {
    return Stream.of(
        new Masking(0.5, 5), new GaussianCorruption(0.5, 5), new SaltAndPepper(0.5, 5));
  }

  @ParameterizedTest
  @MethodSource("corruptions")
  void noiseDependsOnSeedAndIterationAlone(Corruption corruption) {
    INDArray x = Networks.uniform(DataType.FLOAT, 1, 10, 100);
    INDArray noisy = apply(corruption, x, 3);
    Nd4j.getRandom().setSeed(99);
    apply(corruption, x, 4);
    assertThat(apply(corruption.clone(), x, 3)).isEqualTo(noisy);
    assertThat(apply(corruption, x, 4)).isNotEqualTo(noisy);
    assertThat(corruption.clone()).isEqualTo(corruption).hasSameHashCodeAs(corruption);
  }

  @Test
  void neighbouringSeedsAndIterationsAreUnrelated() {
    float[] mask = new Masking(0.5, 5).noise(10_000, 3).keep();
    float[] nextIteration = new Masking(0.5, 5).noise(10_000, 4).keep();
    float[] nextSeed = new Masking(0.5, 6).noise(10_000, 3).keep();
    assertThat(agreement(mask, nextIteration)).isCloseTo(0.5, within(0.02));
    assertThat(agreement(mask, nextSeed)).isCloseTo(0.5, within(0.02));
    assertThat(agreement(nextIteration, nextSeed)).isCloseTo(0.5, within(0.02));
  }

  @ParameterizedTest
  @MethodSource("corruptions")
  void backwardPassesOnWhatForwardKeptInAnyMemoryOrder(Corruption corruption) {
    INDArray x = Networks.uniform(DataType.DOUBLE, 1, 6, 4);
    INDArray slope = apply(corruption, x.add(1), 2).subi(apply(corruption, x, 2));
    INDArray epsilon = Nd4j.ones(DataType.DOUBLE, 6, 4).dup('f');
    double distance = corruption.backprop(epsilon, epsilon, 2, 0).distance2(slope);
    assertThat(distance).isLessThan(1e-12);
    INDArray fortran = x.dup('f');
    assertThat(apply(corruption, fortran, 2)).isEqualTo(apply(corruption, x, 2));
    INDArray inPlace = x.dup();
    corruption.applyDropout(inPlace, inPlace, 2, 0, LayerWorkspaceMgr.noWorkspaces());
    assertThat(inPlace).isEqualTo(apply(corruption, x, 2));
  }

  @ParameterizedTest
  @MethodSource("corruptions")
  void isDeafAtInference(Corruption corruption) {
    var network = Networks.layers(DataType.FLOAT, new Sgd(0.1), chain(corruption));
    var plain = Networks.layers(DataType.FLOAT, new Sgd(0.1), chain(null));
    INDArray x = X.castTo(DataType.FLOAT);
    assertThat(network.output(x)).isEqualTo(plain.output(x));
    assertThat(network.feedForward(x, true)).isNotEqualTo(plain.feedForward(x, true));
    assertThat(x).isEqualTo(X.castTo(DataType.FLOAT));
  }

  @ParameterizedTest
  @MethodSource("corruptions")
  void networksFollowTheGradientUnderNoise(Corruption corruption) {
    Contract.followsItsGradient(X, X, chain(corruption));
  }

  @ParameterizedTest
  @MethodSource("corruptions")
  void aResumedNetworkSeesTheNoiseOfAnUninterruptedOne(Corruption corruption) {
    Contract.resumesToTheBit(X, X, chain(corruption));
  }

  @Test
  void maskingSetsItsShareToZeroAndScalesNothing() {
    for (double level : new double[] {0, 0.3, 1}) {
      float[] out = flat(apply(new Masking(level, 5), Nd4j.ones(100, 784).muli(0.7), 0));
      assertThat(out).containsOnly(level == 0 ? new float[] {0.7f} : values(level, 0.7f));
      assertThat(share(out, 0)).isCloseTo(level, within(4 * deviation(level, out.length)));
    }
  }

  @Test
  void saltIsAsFrequentAsPepper() {
    float[] out = flat(apply(new SaltAndPepper(0.4, 5), Nd4j.ones(100, 784).muli(0.7), 0));
    assertThat(out).containsOnly(0, 1, 0.7f);
    assertThat(share(out, 0)).isCloseTo(0.2, within(4 * deviation(0.2, out.length)));
    assertThat(share(out, 1)).isCloseTo(0.2, within(4 * deviation(0.2, out.length)));
  }

  @Test
  void gaussianNoiseHasTheAskedSpreadAndIsNotClipped() {
    INDArray noise = apply(new GaussianCorruption(0.3, 5), Nd4j.zeros(100, 784), 0);
    assertThat(noise.meanNumber().doubleValue()).isCloseTo(0, within(4 * 0.3 / 280));
    assertThat(noise.stdNumber().doubleValue()).isCloseTo(0.3, within(0.003));
    assertThat(noise.minNumber().doubleValue()).isLessThan(-1);
    assertThat(noise.maxNumber().doubleValue()).isGreaterThan(1);
    assertThat(apply(new GaussianCorruption(0, 5), noise, 0)).isEqualTo(noise);
  }

  @Test
  void everyUnitIsMaskedAsOftenAsTheNext() {
    Masking masking = new Masking(0.3, 1);
    float[] zeros = new float[20];
    for (int iteration = 0; iteration < 20_000; iteration++) {
      float[] keep = masking.noise(20, iteration).keep();
      for (int i = 0; i < keep.length; i++) {
        zeros[i] += 1 - keep[i];
      }
    }
    for (float count : zeros) {
      assertThat(count / 20_000.0).isCloseTo(0.3, within(4 * deviation(0.3, 20_000)));
    }
  }

  @Test
  void wrongArgumentsAreNamed() {
    assertThatThrownBy(() -> new Masking(1.5, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("level must lie within [0, 1], not 1.5");
    assertThatThrownBy(() -> new SaltAndPepper(Double.NaN, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("level must lie within [0, 1], not NaN");
    assertThatThrownBy(() -> new GaussianCorruption(-0.1, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("standardDeviation must be 0 or a positive number, not -0.1");
  }

  private static INDArray apply(Corruption corruption, INDArray x, int iteration) {
    INDArray out = Nd4j.createUninitialized(x.dataType(), x.shape());
    return corruption.applyDropout(x, out, iteration, 0, LayerWorkspaceMgr.noWorkspaces());
  }

  private static float[] flat(INDArray array) {
    return array.reshape(array.length()).toFloatVector();
  }

  private static float[] values(double level, float kept) {
    return level == 1 ? new float[] {0} : new float[] {0, kept};
  }

  private static double share(float[] values, float value) {
    int count = 0;
    for (float v : values) {
      count += v == value ? 1 : 0;
    }
    return count / (double) values.length;
  }

  private static double deviation(double p, int n) {
    return Math.sqrt(p * (1 - p) / n);
  }

  private static double agreement(float[] a, float[] b) {
    int same = 0;
    for (int i = 0; i < a.length; i++) {
      same += a[i] == b[i] ? 1 : 0;
    }
    return same / (double) a.length;
  }

  private static Layer[] chain(Corruption corruption) {
    return new Layer[] {
      new DenseLayer.Builder()
          .nIn(4)
          .nOut(3)
          .activation(Activation.TANH)
          .dropOut(corruption)
          .build(),
      new DenseLayer.Builder()
          .nIn(3)
          .nOut(3)
          .activation(Activation.TANH)
          .dropOut(corruption == null ? null : new Masking(0.3, 8))
          .build(),
      new OutputLayer.Builder(new HalfSquaredError())
          .nIn(3)
          .nOut(4)
          .activation(Activation.SIGMOID)
          .build()
    };
  }
}
