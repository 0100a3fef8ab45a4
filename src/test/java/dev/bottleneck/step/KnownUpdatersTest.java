package dev.bottleneck.step;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bottleneck.layer.BinaryCrossEntropyFromLogits;
import dev.bottleneck.layer.ClassicalMomentum;
import dev.bottleneck.layer.Gelu;
import dev.bottleneck.step.update.UpdateRule;
import dev.bottleneck.step.update.UpdateRules;
import dev.bottleneck.testing.Networks;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.AdaDelta;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nadam;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.schedule.ExponentialSchedule;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.linalg.schedule.MapSchedule;
import org.nd4j.linalg.schedule.ScheduleType;

/** Every updater the compiled step knows does the same to DL4J's own parameters and state. */
class KnownUpdatersTest {
  private static final ISchedule FALLING =
      new ExponentialSchedule(ScheduleType.ITERATION, 0.01, 0.98);
  private static final ISchedule STEPWISE =
      new MapSchedule.Builder(ScheduleType.ITERATION).add(0, 0.5).add(40, 0.9).build();

  static Stream<IUpdater> updaters() {
    return Stream.of(
        new Sgd(0.5),
        new Sgd(FALLING),
        new ClassicalMomentum(0.1, 0.9),
        new ClassicalMomentum(FALLING, 0.5),
        new Nesterovs(0.1, 0.9),
        new Nesterovs(0.1, STEPWISE),
        new Adam(1e-3),
        new Adam(1e-3, 0.8, 0.9, 1e-4),
        new Adam(FALLING),
        new Nadam(1e-3),
        new RmsProp(1e-3),
        new RmsProp(FALLING),
        new AdaDelta(),
        new AdaDelta(0.9, 1e-4));
  }

  private static Layer[] layers(IUpdater weights, IUpdater biases) {
    return new Layer[] {
      // More parameters than pass through the heap at once
      new DenseLayer.Builder()
          .nIn(70)
          .nOut(35)
          .activation(new Gelu())
          .updater(weights)
          .biasUpdater(biases)
          .build(),
      new OutputLayer.Builder(BinaryCrossEntropyFromLogits.meanOverUnits())
          .nIn(35)
          .nOut(70)
          .activation(Activation.SIGMOID)
          .build()
    };
  }

  @ParameterizedTest
  @MethodSource("updaters")
  void updatesAsNd4jDoes(IUpdater updater) {
    MultiLayerNetwork net = Networks.layers(DataType.FLOAT, updater, layers(null, null));
    Parity.sameAfter(100, net, Parity.images(16, 70));
  }

  /**
   * With all their vectors they are taken to lie outside the caches, and pass in shorter chunks.
   */
  @Test
  void updatesLargeNetworksAsNd4jDoes() {
    MultiLayerNetwork net =
        Networks.layers(
            DataType.FLOAT,
            new Adam(1e-3),
            new DenseLayer.Builder().nIn(1100).nOut(512).activation(Activation.TANH).build(),
            new OutputLayer.Builder(BinaryCrossEntropyFromLogits.meanOverUnits())
                .nIn(512)
                .nOut(1100)
                .activation(Activation.SIGMOID)
                .build());
    assertThat(net.numParams()).isGreaterThan(1 << 20);
    Parity.sameAfter(3, net, Parity.images(8, 1100));
  }

  /** The same gradients, so that nothing is fed back and no error can grow. */
  @ParameterizedTest
  @MethodSource("updaters")
  void theRuleIsNd4js(IUpdater updater) {
    int n = 64;
    UpdateRule rule = UpdateRules.of(updater).orElseThrow();
    assertThat(updater.stateSize(n)).isEqualTo((long) rule.states() * n);
    INDArray view = rule.states() == 0 ? null : Nd4j.zeros(DataType.FLOAT, 1, rule.states() * n);
    GradientUpdater<?> nd4j = updater.instantiate(view, true);
    float[][] state = new float[2][n];
    for (int i = 0; i < rule.states(); i++) {
      state[i] = view.reshape(view.length()).toFloatVector(); // RmsProp does not begin at 0
    }
    INDArray expected = Networks.uniform(DataType.FLOAT, 1, n);
    float[] parameters = expected.toFloatVector();
    for (int step = 0; step < 50; step++) {
      INDArray g =
          Networks.uniform(DataType.FLOAT, step, n).subi(0.5).muli(Math.pow(10, -step % 9));
      float[] gradient = g.toFloatVector();
      nd4j.applyUpdater(g, step, 0);
      expected.subi(g);
      rule.begin(step, 0);
      rule.apply(parameters, gradient, state, n);
    }
    assertThat(Parity.worst(parameters, expected.castTo(DataType.DOUBLE).toDoubleVector()))
        .isLessThan(1e-5);
    for (int i = 0; i < rule.states(); i++) {
      INDArray part = view.reshape(view.length()).get(NDArrayIndex.interval(i * n, (i + 1) * n));
      assertThat(Parity.worst(state[i], part.castTo(DataType.DOUBLE).toDoubleVector()))
          .isLessThan(1e-5);
    }
  }

  @Test
  void differentUpdatersInOneNetwork() {
    MultiLayerNetwork net =
        Networks.layers(DataType.FLOAT, new Sgd(0.1), layers(new Adam(1e-3), new RmsProp(1e-3)));
    Parity.sameAfter(100, net, Parity.images(16, 70));
  }

  @Test
  void stateThatFadesNeverBecomesDenormal() {
    UpdateRule rule = UpdateRules.of(new Adam(1e-3)).orElseThrow();
    float[] parameter = {1};
    float[][] state = {{1e-3f}, {1e-6f}};
    for (int i = 0; i < 200_000; i++) {
      rule.begin(i, 0);
      rule.apply(parameter, new float[] {0}, state, 1);
      for (float[] s : state) {
        assertThat(s[0] == 0 || s[0] >= Float.MIN_NORMAL).isTrue();
      }
    }
    assertThat(state[0][0]).isLessThan(1e-30f);
    assertThat(state[1][0]).isLessThan(1e-28f);
  }
}
