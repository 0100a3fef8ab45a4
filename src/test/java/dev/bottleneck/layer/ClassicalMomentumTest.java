package dev.bottleneck.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.bottleneck.testing.Networks;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.schedule.MapSchedule;
import org.nd4j.linalg.schedule.ScheduleType;

class ClassicalMomentumTest {
  private static final DataSet BATCH =
      new DataSet(
          Networks.uniform(DataType.FLOAT, 1, 6, 4), Networks.uniform(DataType.FLOAT, 2, 6, 4));

  @Test
  void stepsAsPolyakWroteIt() {
    INDArray v = Nd4j.create(DataType.DOUBLE, 2);
    var updater = new ClassicalMomentum(0.1, 0.5).instantiate(v, true);
    INDArray g = Nd4j.createFromArray(1.0, -2.0);
    updater.applyUpdater(g, 0, 0);
    assertThat(g.toDoubleVector()).containsExactly(0.1, -0.2);
    g = Nd4j.createFromArray(1.0, 0.0);
    updater.applyUpdater(g, 1, 0);
    assertThat(g.toDoubleVector()).containsExactly(new double[] {0.15, -0.1}, within(1e-15));
    assertThat(v.toDoubleVector()).containsExactly(new double[] {0.15, -0.1}, within(1e-15));
  }

  @Test
  void followsASchedule() {
    var schedule = new MapSchedule.Builder(ScheduleType.ITERATION).add(0, 0.1).add(1, 0.01).build();
    var updater =
        new ClassicalMomentum(schedule, 0).instantiate(Nd4j.create(DataType.DOUBLE, 1), true);
    for (double expected : new double[] {0.1, 0.01}) {
      INDArray g = Nd4j.createFromArray(1.0);
      updater.applyUpdater(g, expected == 0.1 ? 0 : 1, 0);
      assertThat(g.getDouble(0)).isEqualTo(expected);
    }
  }

  @Test
  void keepsOneVelocityForEachParameter() {
    var network = Networks.layers(DataType.FLOAT, new ClassicalMomentum(0.1, 0.5), chain());
    network.fit(BATCH);
    assertThat(network.getUpdater().getStateViewArray().length()).isEqualTo(network.numParams());
  }

  @Test
  void aResumedNetworkEndsOnTheBitsOfAnUninterruptedOne() {
    for (var updater : updaters()) {
      var whole = Networks.layers(DataType.FLOAT, updater, chain());
      var first = Networks.layers(DataType.FLOAT, updater, chain());
      train(whole, 6);
      train(first, 3);
      var resumed = Networks.reload(first);
      train(resumed, 3);
      assertThat(resumed.params().toFloatVector()).isEqualTo(whole.params().toFloatVector());
      assertThat(resumed.getLayerWiseConfigurations().toJson())
          .isEqualTo(whole.getLayerWiseConfigurations().toJson());
    }
  }

  @Test
  void aResumedGraphEndsOnTheBitsOfAnUninterruptedOne() {
    var updater = new ClassicalMomentum(0.5, 0.9);
    var whole = Networks.graph(DataType.FLOAT, updater, chain());
    var first = Networks.graph(DataType.FLOAT, updater, chain());
    for (int i = 0; i < 3; i++) {
      whole.fit(BATCH);
      first.fit(BATCH);
    }
    var resumed = Networks.reload(first);
    for (int i = 0; i < 3; i++) {
      whole.fit(BATCH);
      resumed.fit(BATCH);
    }
    assertThat(resumed.params().toFloatVector()).isEqualTo(whole.params().toFloatVector());
  }

  @Test
  void wrongArgumentsAreNamed() {
    assertThatThrownBy(() -> new ClassicalMomentum(0, 0.5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("learningRate must be a positive number, not 0.0");
    assertThatThrownBy(() -> new ClassicalMomentum(0.1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("momentum must lie within [0, 1), not 1.0");
  }

  private static void train(MultiLayerNetwork network, int steps) {
    for (int i = 0; i < steps; i++) {
      network.fit(BATCH);
    }
  }

  private static ClassicalMomentum[] updaters() {
    var schedule = new MapSchedule.Builder(ScheduleType.ITERATION).add(0, 0.5).add(4, 0.1).build();
    return new ClassicalMomentum[] {
      new ClassicalMomentum(0.5, 0.9), new ClassicalMomentum(schedule, 0.5)
    };
  }

  private static Layer[] chain() {
    return new Layer[] {
      new DenseLayer.Builder().nIn(4).nOut(3).activation(Activation.SIGMOID).build(),
      new OutputLayer.Builder(new HalfSquaredError())
          .nIn(3)
          .nOut(4)
          .activation(Activation.SIGMOID)
          .build()
    };
  }
}
