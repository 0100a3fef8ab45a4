package dev.bottleneck.step;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bottleneck.data.Batches;
import dev.bottleneck.data.Features;
import dev.bottleneck.step.cuda.CountingDevices;
import dev.bottleneck.step.cuda.CudaEngine;
import dev.bottleneck.step.cuda.TestedDevices;
import dev.bottleneck.step.graph.NotCompilable;
import dev.bottleneck.step.graph.Precision;
import dev.bottleneck.testing.ByteImages;
import dev.bottleneck.testing.NetworkCopies;
import dev.bottleneck.testing.Networks;
import dev.bottleneck.testing.ShippedNetworks;
import dev.bottleneck.testing.ShippedNetworks.Variant;
import dev.bottleneck.training.BatchSource;
import dev.bottleneck.training.Examples;
import dev.bottleneck.training.Network;
import dev.bottleneck.training.ReadyBatch;
import dev.bottleneck.training.RowBatches;
import dev.bottleneck.training.TrainingStep;
import java.util.Arrays;
import java.util.Iterator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.listeners.CollectScoresIterationListener;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/** Batches of examples that lie on the device are those that the host gathers, to the last bit. */
class HeldExamplesTest {
  private static final int SIZE = 42;
  private static final int BATCH = 16;
  private static final int EPOCHS = 2;

  private CountingDevices devices;

  @BeforeEach
  void open() {
    devices = new CountingDevices(TestedDevices.required());
  }

  static Stream<Variant> variants() {
    return ShippedNetworks.small();
  }

  /** Batches that nobody may gather on the host. */
  private record Rows(Batches batches) implements RowBatches {
    @Override
    public Examples features() {
      return batches.features();
    }

    @Override
    public Examples targets() {
      return batches.targets();
    }

    @Override
    public int[] order(int epoch) {
      return batches.order(epoch);
    }

    @Override
    public DataSet batch(int[] rows) {
      throw new AssertionError("gathered on the host");
    }

    @Override
    public int batchSize() {
      return batches.batchSize();
    }

    @Override
    public int count() {
      return batches.count();
    }

    @Override
    public Iterable<DataSet> epoch(int epoch) {
      throw new AssertionError("gathered on the host");
    }
  }

  /** The same batches, of which it cannot be seen that they are rows of examples. */
  private record Gathered(Batches batches) implements BatchSource {
    @Override
    public int batchSize() {
      return batches.batchSize();
    }

    @Override
    public int count() {
      return batches.count();
    }

    @Override
    public Iterable<DataSet> epoch(int epoch) {
      return batches.epoch(epoch);
    }
  }

  private float[] trained(Network start, BatchSource batches, Features features)
      throws NotCompilable {
    Network net = NetworkCopies.of(start);
    try (TrainingStep step =
        new CompiledStep(net, new CudaEngine(devices), Precision.F32, BATCH, features.length())) {
      for (int epoch = 0; epoch < EPOCHS; epoch++) {
        step.epoch(batches, epoch).forEachRemaining(batch -> batch.step().run());
        assertThat(step.meanLoss()).isFinite();
        net.endEpoch();
      }
    }
    assertThat(devices.held()).isZero();
    return net.params().toFloatVector();
  }

  private void sameBits(Network net, Features features, Features targets) throws NotCompilable {
    Batches batches = Batches.of(features, targets, BATCH, 5);
    assertThat(trained(net, new Rows(batches), features))
        .isEqualTo(trained(net, new Gathered(batches), features))
        .isNotEqualTo(net.params().toFloatVector());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("variants")
  void bytesGiveTheSameBits(Variant variant) throws NotCompilable {
    Features images = ByteImages.random(SIZE, variant.inputs());
    sameBits(variant.network(), images, images);
  }

  @Test
  void floatsGiveTheSameBits() throws NotCompilable {
    Network net = network();
    Features floats = Features.of(ByteImages.random(SIZE, net().inputs()).matrix());
    assertThat(floats.bytes()).isEmpty();
    sameBits(net, floats, floats);
  }

  /** Those whose labels are other than what they are given, and of another kind. */
  @Test
  void targetsMayBeOthers() throws NotCompilable {
    Features targets = ByteImages.random(SIZE, net().inputs());
    Features more = Features.of(ByteImages.random(SIZE + 1, net().inputs()).matrix());
    sameBits(network(), more.select(IntStream.range(0, SIZE).toArray()), targets);
  }

  /** Each loss has its own columns of the targets. */
  @Test
  void labelsOfSeveralLossesStandSideBySide() throws NotCompilable {
    DataSet all = SeveralOutputsTest.batch(SIZE, "image");
    sameBits(
        SeveralOutputsTest.network("image", "class"),
        Features.of(all.getFeatures()),
        Features.of(all.getLabels()));
  }

  /** A step is told where its batch begins, what its chance is and how it is to update. */
  @Test
  void aStepSendsNoExamples() throws NotCompilable {
    Features images = ByteImages.random(SIZE, net().inputs());
    Batches batches = Batches.of(images, BATCH, 5);
    try (CompiledStep step =
        new CompiledStep(
            network(), new CudaEngine(devices), Precision.F32, BATCH, images.length())) {
      step.epoch(batches, 0).forEachRemaining(batch -> batch.step().run());
      long before = devices.sent();
      step.epoch(batches, 1).forEachRemaining(batch -> batch.step().run());
      assertThat(devices.sent() - before).isLessThan(SIZE * images.length() / 2);
    }
  }

  @Test
  void whatHasNoRoomIsGatheredOnTheHost() throws NotCompilable {
    Network net = network();
    Features images = ByteImages.random(SIZE, net().inputs());
    Batches batches = Batches.of(images, BATCH, 5);
    float[] held = trained(net, new Rows(batches), images);
    devices.say(8L * SIZE * images.length());
    long before = devices.sent();
    assertThat(trained(net, batches, images)).isEqualTo(held);
    assertThat(devices.sent() - before)
        .isGreaterThan((long) EPOCHS * SIZE * images.length() * Float.BYTES);
  }

  /** To send all for a few of them would take longer than they do. */
  @Test
  void fewBatchesOfManyExamplesAreGatheredOnTheHost() throws NotCompilable {
    Features images = ByteImages.random(100 * BATCH, net().inputs());
    Batches batches = Batches.of(images, BATCH, 5).limit(3);
    trained(network(), batches, images);
    assertThat(devices.sent()).isLessThan(100L * BATCH * images.length());
  }

  /** DL4J tells them the score of each step: what comes after is its own. */
  @Test
  void aNetworkThatGetsListenersIsTrainedByDeeplearning4j() throws NotCompilable {
    Features images = ByteImages.random(SIZE, 24);
    Batches batches = Batches.of(images, BATCH, 5);
    MultiLayerNetwork layers =
        Networks.layers(
            DataType.FLOAT,
            new Adam(1e-3),
            new DenseLayer.Builder().nIn(24).nOut(6).activation(Activation.TANH).build(),
            new OutputLayer.Builder(LossFunctions.LossFunction.MSE)
                .nIn(6)
                .nOut(24)
                .activation(Activation.SIGMOID)
                .build());
    CollectScoresIterationListener heard = new CollectScoresIterationListener();
    try (CompiledStep step =
        new CompiledStep(
            Network.of(layers), new CudaEngine(devices), Precision.F32, BATCH, images.length())) {
      Iterator<ReadyBatch> left = step.epoch(batches, 0);
      left.next().step().run();
      layers.setListeners(heard);
      left.next().step().run();
      assertThat(step.meanLoss()).isFinite();
      step.epoch(batches, 1).forEachRemaining(batch -> batch.step().run());
    }
    assertThat(Arrays.copyOf(heard.getScoreVsIter().getIndexes().get(0), 5))
        .containsExactly(1, 2, 3, 4, 0);
  }

  private static Variant net() {
    return ShippedNetworks.small().findFirst().orElseThrow();
  }

  private static Network network() {
    return net().network();
  }
}
