package dev.bottleneck.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.bottleneck.layer.BinaryCrossEntropyFromLogits;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.testing.Networks;
import dev.bottleneck.training.TrainingStep;
import java.util.Optional;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Adam;

class PrecisionTest {
  private static final DataSet[] BATCHES = Parity.images(32, 48);

  private static MultiLayerNetwork network() {
    return Networks.layers(
        DataType.FLOAT,
        new Adam(3e-3),
        new DenseLayer.Builder().nIn(48).nOut(40).activation(Activation.TANH).build(),
        new DenseLayer.Builder().nIn(40).nOut(48).activation(Activation.IDENTITY).build(),
        new LossLayer.Builder(BinaryCrossEntropyFromLogits.meanOverUnits())
            .activation(Activation.SIGMOID)
            .build());
  }

  private static boolean available() {
    return OneDnn.failure().isEmpty()
        && StepCompiler.compile(network(), Precision.BF16, 32, 48).refusal().isEmpty();
  }

  private static INDArray gradient(Precision precision) throws NotCompilable {
    MultiLayerNetwork net = network();
    try (CompiledStep step = new CompiledStep(net, precision, 32, 48)) {
      step.gradientAndScore(BATCHES[0]);
    }
    return net.getGradientsViewArray().dup();
  }

  private static double lossAfter(int steps, Precision precision) {
    MultiLayerNetwork net = network();
    try (TrainingStep step = EngineChoice.COMPILED.in(precision).step(net, 32, 48)) {
      for (int i = 0; i < steps; i++) {
        step.fit(BATCHES[0]);
      }
    }
    return net.score(BATCHES[0], false);
  }

  /** By no more than factors of 8 bits make out, but by more than floats would. */
  @Test
  void theGradientIsThatOfRoundedFactors() throws NotCompilable {
    assumeTrue(available());
    INDArray exact = gradient(Precision.F32);
    double error =
        gradient(Precision.BF16).sub(exact).norm2Number().doubleValue()
            / exact.norm2Number().doubleValue();
    assertThat(error).isBetween(1e-4, 1.0 / 256);
  }

  @Test
  void aNetworkLearnsInItAsInFloats() {
    assumeTrue(available());
    double start = lossAfter(0, Precision.F32);
    double floats = lossAfter(200, Precision.F32);
    assertThat(floats).isLessThan(0.9 * start);
    assertThat(lossAfter(200, Precision.BF16)).isCloseTo(floats, within(0.02 * (start - floats)));
  }

  @Test
  void aProcessorWithoutItSaysSo() {
    assumeFalse(available());
    Optional<String> refusal = StepCompiler.compile(network(), Precision.BF16, 32, 48).refusal();
    assertThat(refusal.orElseThrow()).containsAnyOf("bf16", "oneDNN cannot be loaded");
  }

  @Test
  void whatIsTrainedInFloatsDoesNotPassForIt() {
    assertThatThrownBy(() -> EngineChoice.DL4J.in(Precision.BF16).step(network(), 32, 48))
        .isInstanceOf(UserError.class)
        .hasMessage(
            "precision is bf16, which the compiled engine alone has: engine is dl4j; set precision=f32");
  }

  @Test
  void theFitOfALayerThatDoesNotKnowItIsRefusedByAuto() {
    MultiLayerNetwork net =
        Networks.layers(
            DataType.FLOAT,
            new Adam(3e-3),
            new DenseLayer.Builder().nIn(48).nOut(48).l2(0.1).activation(Activation.TANH).build(),
            new LossLayer.Builder(BinaryCrossEntropyFromLogits.meanOverUnits())
                .activation(Activation.SIGMOID)
                .build());
    assertThatThrownBy(() -> EngineChoice.AUTO.in(Precision.BF16).step(net, 32, 48))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("precision is bf16");
  }
}
