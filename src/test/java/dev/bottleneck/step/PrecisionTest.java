package dev.bottleneck.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.bottleneck.experiment.ConvolutionalExperiment;
import dev.bottleneck.experiment.RecurrentExperiment;
import dev.bottleneck.layer.BinaryCrossEntropyFromLogits;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.step.graph.NotCompilable;
import dev.bottleneck.step.graph.Precision;
import dev.bottleneck.study.autoencoder.AutoencoderExperiment;
import dev.bottleneck.study.autoencoder.AutoencoderHyperparameters;
import dev.bottleneck.study.result.Arm;
import dev.bottleneck.testing.Networks;
import dev.bottleneck.testing.ShippedNetworks.Variant;
import dev.bottleneck.training.Network;
import dev.bottleneck.training.TrainingStep;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

class PrecisionTest {
  private static final int HEIGHT = 12;
  private static final int WIDTH = 20;
  private static final int INPUTS = HEIGHT * WIDTH;
  private static final int BATCH = 32;
  private static final double RATE = 3e-3;
  private static final DataSet WAVES = waves();
  private static final boolean AVAILABLE = available();

  /** One of each kind of product. */
  private enum Kind {
    DENSE,
    CONVOLUTIONAL,
    RECURRENT;

    MultiLayerNetwork network() {
      return switch (this) {
        case DENSE -> dense();
        case CONVOLUTIONAL ->
            of(
                new ConvolutionalExperiment(),
                new ConvolutionalExperiment.Hyperparameters(
                    HEIGHT, WIDTH, 1, List.of(16, 24, 32), 32, 1, RATE));
        case RECURRENT ->
            of(
                new RecurrentExperiment(),
                new RecurrentExperiment.Hyperparameters(HEIGHT, WIDTH, 24, 10, 32, 1, RATE));
      };
    }
  }

  /** Images that few numbers make: there is something to learn. */
  private static DataSet waves() {
    float[][] images = new float[BATCH][INPUTS];
    for (int i = 0; i < BATCH; i++) {
      for (int k = 0; k < INPUTS; k++) {
        double phase = i + 0.1 * (i % 5) * (k / WIDTH) + 0.1 * (i % 7) * (k % WIDTH);
        images[i][k] = (float) (0.5 + 0.5 * Math.sin(phase));
      }
    }
    INDArray x = Nd4j.createFromArray(images);
    return new DataSet(x, x);
  }

  private static MultiLayerNetwork dense() {
    return Networks.layers(
        DataType.FLOAT,
        new Adam(RATE),
        new DenseLayer.Builder().nIn(INPUTS).nOut(40).activation(Activation.TANH).build(),
        new DenseLayer.Builder().nIn(40).nOut(INPUTS).activation(Activation.IDENTITY).build(),
        new LossLayer.Builder(BinaryCrossEntropyFromLogits.meanOverUnits())
            .activation(Activation.SIGMOID)
            .build());
  }

  private static <H extends Record & AutoencoderHyperparameters> MultiLayerNetwork of(
      AutoencoderExperiment<H> experiment, H hyperparameters) {
    Arm arm = experiment.arms(hyperparameters).get(0);
    MultiLayerNetwork net = new MultiLayerNetwork(experiment.network(hyperparameters, arm, 3));
    net.init();
    return net;
  }

  private static boolean available() {
    return refusal(dense(), INPUTS).isEmpty();
  }

  /** Why {@code net} is not compiled in bf16. */
  private static Optional<String> refusal(MultiLayerNetwork net, int inputs) {
    return Parity.refusal(net, Precision.BF16, BATCH, inputs);
  }

  private static INDArray gradient(MultiLayerNetwork net, Precision precision)
      throws NotCompilable {
    try (CompiledStep step =
        new CompiledStep(Network.of(net), Parity.ONE_DNN, precision, BATCH, INPUTS)) {
      step.gradientAndScore(WAVES);
    }
    return net.getGradientsViewArray().dup();
  }

  /** What {@code measure} says of a network trained so long. */
  private static <T> T after(
      int steps, Kind kind, Precision precision, Function<MultiLayerNetwork, T> measure) {
    MultiLayerNetwork net = kind.network();
    try (TrainingStep step = EngineChoice.COMPILED.in(precision).step(net, BATCH, INPUTS)) {
      for (int i = 0; i < steps; i++) {
        step.fit(WAVES);
      }
      return measure.apply(net);
    }
  }

  private static double lossAfter(int steps, Kind kind, Precision precision) {
    return after(steps, kind, precision, net -> net.score(WAVES, false));
  }

  private static float[] bits(INDArray array) {
    return array.reshape(array.length()).toFloatVector();
  }

  /** By no more than factors of 8 bits make out, but by more than floats would. */
  @ParameterizedTest
  @EnumSource
  void theGradientIsThatOfRoundedFactors(Kind kind) throws NotCompilable {
    assumeTrue(AVAILABLE);
    INDArray exact = gradient(kind.network(), Precision.F32);
    double error =
        gradient(kind.network(), Precision.BF16).sub(exact).norm2Number().doubleValue()
            / exact.norm2Number().doubleValue();
    assertThat(error).isBetween(1e-4, 1.0 / 128);
  }

  /** The weights of every product, but those to or from a single channel. */
  static Stream<Arguments> weights() {
    return Stream.of(
        Arguments.of(Kind.DENSE, 0, "W"),
        Arguments.of(Kind.DENSE, 1, "W"),
        Arguments.of(Kind.CONVOLUTIONAL, 2, "W"),
        Arguments.of(Kind.CONVOLUTIONAL, 4, "W"),
        Arguments.of(Kind.CONVOLUTIONAL, 6, "W"),
        Arguments.of(Kind.CONVOLUTIONAL, 7, "W"),
        Arguments.of(Kind.RECURRENT, 0, "W"),
        Arguments.of(Kind.RECURRENT, 0, "RW"),
        Arguments.of(Kind.RECURRENT, 1, "W"),
        Arguments.of(Kind.RECURRENT, 1, "RW"),
        Arguments.of(Kind.RECURRENT, 3, "W"),
        Arguments.of(Kind.RECURRENT, 3, "RW"),
        Arguments.of(Kind.RECURRENT, 4, "W"));
  }

  /** What rounding drops of a weight changes no bit, forth or back; in floats it does. */
  @ParameterizedTest
  @MethodSource("weights")
  void theWeightsAreRounded(Kind kind, int layer, String key) throws NotCompilable {
    assumeTrue(AVAILABLE);
    MultiLayerNetwork rounded = kind.network();
    MultiLayerNetwork more = kind.network();
    INDArray weights = rounded.getLayer(layer).getParam(key);
    for (long i = 0; i < weights.length(); i++) {
      int bits = Float.floatToRawIntBits(weights.getFloat(i)) & 0xffff0000;
      weights.putScalar(i, Float.intBitsToFloat(bits));
      more.getLayer(layer).getParam(key).putScalar(i, Float.intBitsToFloat(bits | 0x3000));
    }
    assertThat(bits(gradient(more, Precision.BF16)))
        .isEqualTo(bits(gradient(rounded, Precision.BF16)));
    assertThat(bits(gradient(more, Precision.F32)))
        .isNotEqualTo(bits(gradient(rounded, Precision.F32)));
  }

  @ParameterizedTest
  @EnumSource
  void aNetworkLearnsInItAsInFloats(Kind kind) {
    assumeTrue(AVAILABLE);
    double start = lossAfter(0, kind, Precision.F32);
    double floats = lossAfter(200, kind, Precision.F32);
    assertThat(floats).isLessThan(0.95 * start);
    assertThat(lossAfter(200, kind, Precision.BF16))
        .isCloseTo(floats, within(0.02 * (start - floats)));
  }

  /** What lay in the network's memory before counts for nothing. */
  @ParameterizedTest
  @EnumSource
  void everyGradientIsWritten(Kind kind) throws NotCompilable {
    assumeTrue(AVAILABLE);
    MultiLayerNetwork net = kind.network();
    for (Precision precision : Precision.values()) {
      gradient(net, precision); // makes the vector
      net.getGradientsViewArray().assign(0);
      INDArray clean = gradient(net, precision);
      net.getGradientsViewArray().assign(7);
      assertThat(bits(gradient(net, precision))).isEqualTo(bits(clean));
    }
  }

  /** Whatever lies where DL4J puts the updater's state. */
  @ParameterizedTest
  @EnumSource
  void theStateBeginsAtNought(Kind kind) {
    MultiLayerNetwork net = kind.network();
    assertThat(net.getUpdater().getStateViewArray().aminNumber().doubleValue()).isZero();
    assertThat(net.getUpdater().getStateViewArray().amaxNumber().doubleValue()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void twoRunsEndOnTheSameBits(Kind kind) {
    assumeTrue(AVAILABLE);
    float[] once = after(20, kind, Precision.BF16, net -> bits(net.params()));
    float[] twice = after(20, kind, Precision.BF16, net -> bits(net.params()));
    assertThat(twice).isEqualTo(once);
  }

  @ParameterizedTest
  @MethodSource("dev.bottleneck.testing.ShippedNetworks#small")
  void everyShippedNetworkIsCompiledInIt(Variant variant) {
    assumeTrue(AVAILABLE);
    assertThat(Parity.refusal(variant.network(), Precision.BF16, BATCH, variant.inputs()))
        .isEmpty();
  }

  @Test
  void aProcessorWithoutItSaysSo() {
    assumeFalse(AVAILABLE);
    assertThat(refusal(dense(), INPUTS).orElseThrow())
        .containsAnyOf("bf16", "oneDNN cannot be loaded");
  }

  @Test
  void whatIsTrainedInFloatsDoesNotPassForIt() {
    assertThatThrownBy(() -> EngineChoice.DL4J.in(Precision.BF16).step(dense(), BATCH, INPUTS))
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
