package dev.bottleneck.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.bottleneck.autoencoder.TrainedAutoencoder;
import dev.bottleneck.data.Features;
import dev.bottleneck.experiment.SkipConnectionsExperiment.Hyperparameters;
import dev.bottleneck.layer.Corruption;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.step.EngineChoice;
import dev.bottleneck.study.result.Arm;
import dev.bottleneck.testing.Networks;
import dev.bottleneck.training.Network;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

class SkipConnectionsExperimentTest {
  private static final int SEED = 3;
  private static final SkipConnectionsExperiment EXPERIMENT = new SkipConnectionsExperiment();

  private static Hyperparameters hyperparameters(
      int height, int width, int channels, Integer... filters) {
    return new Hyperparameters(
        height,
        width,
        channels,
        List.of(filters),
        CorruptionKind.SALT_AND_PEPPER,
        0.2,
        32,
        1,
        0.001);
  }

  private static Arm without(Hyperparameters h) {
    return EXPERIMENT.arms(h).get(0);
  }

  private static Arm with(Hyperparameters h) {
    return EXPERIMENT.arms(h).get(1);
  }

  private static Network network(Hyperparameters h, Arm arm) {
    return EXPERIMENT.definition(h, arm, SEED).initialized();
  }

  /** So that what is compared with it is compared with the convolutional autoencoder. */
  @Test
  void theArmWithoutIsTheConvolutionalAutoencoder() {
    Hyperparameters h = hyperparameters(28, 28, 1, 16, 32, 64);
    Network without = network(h, without(h));
    Network convolutional =
        new ConvolutionalExperiment()
            .definition(
                new ConvolutionalExperiment.Hyperparameters(
                    28, 28, 1, List.of(16, 32, 64), 32, 1, 0.001),
                without(h),
                SEED)
            .initialized();
    assertThat(without.params()).isEqualTo(convolutional.params());
    INDArray x = Networks.uniform(DataType.FLOAT, 1, 3, 784);
    assertThat(without.activations(Network.INPUT, without.output(), x))
        .isEqualTo(convolutional.activations(Network.INPUT, convolutional.output(), x));
  }

  @Test
  void addsButWhatReadsTheMergedChannels() {
    Hyperparameters h = hyperparameters(28, 28, 1, 16, 32, 64);
    long without = network(h, without(h)).numParams();
    long up2 = 9 * 64 * 16;
    long up1 = 9 * 32;
    long last = 9 * (1 + 16) + 1;
    assertThat(network(h, with(h)).numParams()).isEqualTo(without + up2 + up1 + last);
  }

  @Test
  void onOneSeedTheEncodersBeginAlike() {
    Hyperparameters h = hyperparameters(28, 28, 1, 16, 32, 64);
    INDArray x = Networks.uniform(DataType.FLOAT, 1, 3, 784);
    assertThat(network(h, with(h)).activations(Network.INPUT, EXPERIMENT.code(h), x))
        .isEqualTo(network(h, without(h)).activations(Network.INPUT, EXPERIMENT.code(h), x));
  }

  /** That of the other arm is ConvolutionalExperiment's. */
  @ParameterizedTest
  @CsvSource({"12, 12, 1", "11, 11, 2"})
  void followsItsGradient(int height, int width, int channels) {
    Hyperparameters h = hyperparameters(height, width, channels, 2, 2, 2);
    INDArray x = Networks.uniform(DataType.DOUBLE, 1, 2, h.inputs());
    VariantContract.followsItsGradient(network(h, with(h)), x);
  }

  /** Its decoder needs what leads around the code; that without skip connections does not. */
  @ParameterizedTest
  @EnumSource(
      value = EngineChoice.class,
      names = {"DL4J", "COMPILED"})
  void encodesAndReconstructsButDoesNotDecode(EngineChoice engine) {
    Hyperparameters h = hyperparameters(12, 12, 1, 2, 3, 2);
    INDArray x = Networks.uniform(DataType.FLOAT, 1, 3, h.inputs());
    Network with = network(h, with(h));
    TrainedAutoencoder around = TrainedAutoencoder.of(with, EXPERIMENT.code(h), h.inputs(), engine);
    INDArray codes = around.encode(x);
    assertThat(codes.shape()).containsExactly(3, 2);
    INDArray found = around.reconstruct(x).sub(with.activations(Network.INPUT, "image", x));
    assertThat(found.amaxNumber().doubleValue()).isLessThan(1e-5);
    assertThat(around.decodes()).isFalse();
    assertThatThrownBy(() -> around.decode(codes))
        .isInstanceOf(UserError.class)
        .hasMessage(
            "this autoencoder's decoder needs more than a code: connections lead around the code"
                + " to its output; it can encode and reconstruct");
    TrainedAutoencoder through =
        TrainedAutoencoder.of(network(h, without(h)), EXPERIMENT.code(h), h.inputs(), engine);
    assertThat(through.decodes()).isTrue();
    assertThat(through.decode(codes).shape()).containsExactly(3, h.inputs());
  }

  @Test
  void refusesImagesSmallerThanTheWindowOfTheSimilarity() {
    assertThatThrownBy(() -> hyperparameters(8, 16, 1, 2, 3, 2))
        .isInstanceOf(UserError.class)
        .hasMessage("height is 8: it must be at least 11");
  }

  /** Every kind as its layer corrupts, each example by its place and not by the block's. */
  @ParameterizedTest
  @EnumSource(CorruptionKind.class)
  void measuredExamplesAreCorruptedAlikeWheneverTheyAreAskedFor(CorruptionKind kind) {
    Corruption corruption = kind.of(0.3, SEED);
    INDArray x = Networks.uniform(DataType.FLOAT, 1, 4, 50);
    Features corrupted = CorruptedExamples.of(Features.of(x), corruption);
    INDArray all = corrupted.matrix();
    for (int row = 0; row < 4; row++) {
      INDArray one = x.get(NDArrayIndex.interval(row, row + 1), NDArrayIndex.all());
      INDArray expected = corruption.corrupt(one, row);
      assertThat(all.getRow(row).distance2(expected.getRow(0))).isCloseTo(0, within(1e-6));
      float[] alone = new float[50];
      corrupted.write(row, alone, 0);
      assertThat(alone).isEqualTo(all.getRow(row).toFloatVector());
    }
    assertThat(all).isNotEqualTo(x);
  }
}
