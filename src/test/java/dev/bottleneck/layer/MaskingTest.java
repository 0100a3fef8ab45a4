package dev.bottleneck.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.bottleneck.testing.GradientCheck;
import dev.bottleneck.testing.Networks;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;

class MaskingTest {
  private static final DataSet BATCH =
      new DataSet(
          Networks.uniform(DataType.FLOAT, 1, 6, 4), Networks.uniform(DataType.FLOAT, 2, 6, 4));

  @Test
  void setsTheAskedShareToZeroAndScalesNothing() {
    INDArray x = Nd4j.ones(DataType.FLOAT, 100, 784).muli(0.7);
    for (double level : new double[] {0, 0.3, 1}) {
      float[] out = apply(new Masking(level, 5), x.dup(), 0).reshape(78400).toFloatVector();
      int zeros = 0;
      for (float value : out) {
        assertThat(value).isIn(0f, 0.7f);
        zeros += value == 0 ? 1 : 0;
      }
      // Four standard deviations of a binomial share.
      double spread = 4 * Math.sqrt(level * (1 - level) / out.length);
      assertThat(zeros / (double) out.length).isCloseTo(level, within(spread));
    }
  }

  @Test
  void noiseDependsOnSeedAndIterationAlone() {
    Masking masking = new Masking(0.5, 5);
    float[] mask = masking.noise(1000, 3).keep();
    Nd4j.getRandom().setSeed(99);
    assertThat(masking.clone().noise(1000, 3).keep()).isEqualTo(mask);
    assertThat(masking.noise(1000, 4).keep()).isNotEqualTo(mask);
    assertThat(new Masking(0.5, 6).noise(1000, 3).keep()).isNotEqualTo(mask);
    assertThat(agreement(mask, masking.noise(1000, 4).keep())).isCloseTo(0.5, within(0.07));
    assertThat(agreement(mask, new Masking(0.5, 6).noise(1000, 3).keep()))
        .isCloseTo(0.5, within(0.07));
  }

  @Test
  void everyUnitIsMaskedAsOftenAsTheNext() {
    Masking masking = new Masking(0.3, 1);
    int[] zeros = new int[20];
    for (int iteration = 0; iteration < 20_000; iteration++) {
      float[] keep = masking.noise(20, iteration).keep();
      for (int i = 0; i < keep.length; i++) {
        zeros[i] += keep[i] == 0 ? 1 : 0;
      }
    }
    for (int count : zeros) {
      assertThat(count / 20_000.0).isCloseTo(0.3, within(0.013));
    }
  }

  @Test
  void backwardUsesTheSameMaskInAnyMemoryOrder() {
    Masking masking = new Masking(0.5, 5);
    INDArray x = Nd4j.ones(DataType.DOUBLE, 6, 4);
    INDArray out = apply(masking, x.dup(), 2);
    INDArray epsilon = Nd4j.ones(DataType.DOUBLE, 6, 4).dup('f');
    assertThat(masking.backprop(epsilon, epsilon, 2, 0).toDoubleMatrix())
        .isDeepEqualTo(out.toDoubleMatrix());
    INDArray transposed = Nd4j.ones(DataType.DOUBLE, 4, 6).transpose();
    assertThat(apply(masking, transposed, 2).toDoubleMatrix()).isDeepEqualTo(out.toDoubleMatrix());
  }

  @Test
  void isDeafAtInference() {
    var network = Networks.layers(DataType.FLOAT, new Sgd(0.1), chain(new Masking(1, 5)));
    var plain = Networks.layers(DataType.FLOAT, new Sgd(0.1), chain(null));
    INDArray x = BATCH.getFeatures();
    assertThat(network.output(x)).isEqualTo(plain.output(x));
    assertThat(network.feedForward(x, true).get(1)).isNotEqualTo(plain.output(x));
  }

  @Test
  void networksFollowTheGradientUnderNoise() {
    INDArray x = Networks.uniform(DataType.DOUBLE, 1, 6, 4);
    INDArray y = Networks.uniform(DataType.DOUBLE, 2, 6, 4);
    Layer[] chain = chain(new Masking(0.5, 5));
    assertThat(GradientCheck.network(Networks.layers(DataType.DOUBLE, new Sgd(0.1), chain), x, y))
        .isLessThan(1e-6);
    assertThat(GradientCheck.network(Networks.graph(DataType.DOUBLE, new Sgd(0.1), chain), x, y))
        .isLessThan(1e-6);
  }

  @Test
  void aResumedNetworkSeesTheNoiseOfAnUninterruptedOne() {
    Layer[] chain = chain(new Masking(0.5, 5));
    var whole = Networks.layers(DataType.FLOAT, new Adam(0.01), chain);
    var first = Networks.layers(DataType.FLOAT, new Adam(0.01), chain);
    for (int i = 0; i < 3; i++) {
      whole.fit(BATCH);
      first.fit(BATCH);
    }
    Nd4j.getRandom().setSeed(1234);
    var resumed = Networks.reload(first);
    assertThat(resumed.getLayerWiseConfigurations()).isEqualTo(first.getLayerWiseConfigurations());
    for (int i = 0; i < 3; i++) {
      whole.fit(BATCH);
      resumed.fit(BATCH);
    }
    assertThat(resumed.params().toFloatVector()).isEqualTo(whole.params().toFloatVector());
  }

  @Test
  void wrongArgumentsAreNamed() {
    assertThatThrownBy(() -> new Masking(1.5, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("level must lie within [0, 1], not 1.5");
    assertThatThrownBy(() -> new Masking(Double.NaN, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static INDArray apply(Masking masking, INDArray x, int iteration) {
    INDArray out = Nd4j.createUninitialized(x.dataType(), x.shape());
    return masking.applyDropout(x, out, iteration, 0, LayerWorkspaceMgr.noWorkspaces());
  }

  private static double agreement(float[] a, float[] b) {
    int same = 0;
    for (int i = 0; i < a.length; i++) {
      same += a[i] == b[i] ? 1 : 0;
    }
    return same / (double) a.length;
  }

  private static Layer[] chain(Masking masking) {
    return new Layer[] {
      new DenseLayer.Builder().nIn(4).nOut(3).activation(Activation.TANH).dropOut(masking).build(),
      new DenseLayer.Builder()
          .nIn(3)
          .nOut(3)
          .activation(Activation.TANH)
          .dropOut(masking == null ? null : new Masking(masking.getLevel(), 8))
          .build(),
      new OutputLayer.Builder(new HalfSquaredError())
          .nIn(3)
          .nOut(4)
          .activation(Activation.SIGMOID)
          .build()
    };
  }
}
