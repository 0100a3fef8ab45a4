package dev.bottleneck.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.bottleneck.layer.HalfSquaredError;
import dev.bottleneck.step.graph.NotCompilable;
import dev.bottleneck.step.graph.Precision;
import dev.bottleneck.testing.Networks;
import dev.bottleneck.training.Network;
import dev.bottleneck.training.TrainingStep;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Sgd;

/** An engine is one class beside the others: the same plans, steps and passes are DL4J's. */
class PlainEngineTest {
  private static final int INPUTS = 6;

  private static MultiLayerNetwork network(IUpdater updater) {
    return Networks.layers(
        DataType.FLOAT,
        updater,
        new DenseLayer.Builder().nIn(INPUTS).nOut(4).activation(Activation.TANH).build(),
        new OutputLayer.Builder(new HalfSquaredError())
            .nIn(4)
            .nOut(INPUTS)
            .activation(Activation.SIGMOID)
            .build());
  }

  @Test
  void trainsAndRunsAsDl4jDoes() throws NotCompilable {
    DataSet batch = Parity.images(8, INPUTS)[0];
    MultiLayerNetwork stock = network(new Sgd(0.1));
    Network net = Network.of(network(new Sgd(0.1)));
    try (TrainingStep step = new CompiledStep(net, new PlainEngine(), Precision.F32, 8, INPUTS)) {
      for (int i = 0; i < 20; i++) {
        stock.fit(batch);
        step.fit(batch);
        assertThat(step.meanLoss()).isCloseTo(stock.score(), within(1e-5));
      }
    }
    assertThat(net.params().sub(stock.params()).norm2Number().doubleValue()).isLessThan(1e-4);
    INDArray x = batch.getFeatures();
    try (var pass = new CompiledForward(net, new PlainEngine())) {
      assertThat(pass.score(batch)).isCloseTo(stock.score(batch), within(1e-5));
      assertThat(pass.activations(0, 0, x).sub(stock.feedForward(x).get(1)).norm2Number())
          .satisfies(d -> assertThat(d.doubleValue()).isLessThan(1e-4));
    }
  }

  @Test
  void refusesWhatItLacks() {
    Network net = Network.of(network(new Adam(0.1)));
    assertThatThrownBy(() -> new CompiledStep(net, new PlainEngine(), Precision.F32, 8, INPUTS))
        .isInstanceOf(NotCompilable.class)
        .hasMessage("plain loops know gradient descent alone");
  }
}
