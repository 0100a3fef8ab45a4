package dev.bottleneck.step;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bottleneck.data.Batches;
import dev.bottleneck.data.Features;
import dev.bottleneck.step.Gathering.OnDevice;
import dev.bottleneck.step.Gathering.OnHost;
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
import dev.bottleneck.training.Network;
import dev.bottleneck.training.ReadyBatch;
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

  private CompiledStep step(Network net, Features features) throws NotCompilable {
    return new CompiledStep(net, new CudaEngine(devices), Precision.F32, BATCH, features.length());
  }

  private float[] trained(Network start, BatchSource batches, Features features)
      throws NotCompilable {
    Network net = NetworkCopies.of(start);
    try (TrainingStep step = step(net, features)) {
      for (int epoch = 0; epoch < EPOCHS; epoch++) {
        step.epoch(batches, epoch).forEachRemaining(ReadyBatch::train);
        assertThat(step.meanLoss()).isFinite();
        net.endEpoch();
      }
    }
    assertThat(devices.held()).isZero();
    return net.params().toFloatVector();
  }

  private void sameBits(Network net, Features features, Features targets) throws NotCompilable {
    Batches batches = Batches.of(features, targets, BATCH, 5);
    assertThat(trained(net, new OnDevice(batches), features))
        .isEqualTo(trained(net, new OnHost(batches), features))
        .isNotEqualTo(net.params().toFloatVector());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("variants")
  void bytesGiveTheSameBits(Variant variant) throws NotCompilable {
    Features images = ByteImages.random(SIZE, variant.inputs());
    sameBits(variant.network(), images, images);
  }

  /** Epochs may leave some examples out, those at the end of their order. */
  @Test
  void epochsMayHaveSomeOfThem() throws NotCompilable {
    Features images = ByteImages.random(SIZE, net().inputs());
    Batches batches = Batches.of(images, BATCH, 5).dropLast();
    assertThat(trained(network(), new OnDevice(batches), images))
        .isEqualTo(trained(network(), new OnHost(batches), images));
  }

  /** As where a training is resumed: what was trained on before is passed over. */
  @Test
  void batchesMayBePassedOver() throws NotCompilable {
    Features images = ByteImages.random(SIZE, net().inputs());
    Batches batches = Batches.of(images, BATCH, 5);
    assertThat(afterTheSecond(new OnDevice(batches), images))
        .isEqualTo(afterTheSecond(new OnHost(batches), images));
  }

  private float[] afterTheSecond(BatchSource batches, Features features) throws NotCompilable {
    Network net = network();
    try (CompiledStep step = step(net, features)) {
      Iterator<ReadyBatch> left = step.epoch(batches, 0);
      left.next();
      left.next().train();
    }
    return net.params().toFloatVector();
  }

  /** Each epoch has its own order, whichever was taken of last; so have other batches. */
  @Test
  void epochsMayTakeTurns() throws NotCompilable {
    Features images = ByteImages.random(SIZE, net().inputs());
    Batches some = Batches.of(images, BATCH, 5);
    Batches others = Batches.of(ByteImages.random(SIZE + 3, net().inputs()), BATCH, 6);
    assertThat(inTurns(new OnDevice(some), new OnDevice(others)))
        .isEqualTo(inTurns(new OnHost(some), new OnHost(others)));
  }

  private float[] inTurns(BatchSource some, BatchSource others) throws NotCompilable {
    Network net = network();
    try (CompiledStep step = step(net, ByteImages.random(1, net().inputs()))) {
      Iterator<ReadyBatch> first = step.epoch(some, 0);
      first.next().train();
      Iterator<ReadyBatch> second = step.epoch(some, 1);
      second.next().train();
      // Both sides gather what is next when it is asked for.
      first.next().train();
      step.epoch(others, 0).next().train();
      second.next().train();
    }
    return net.params().toFloatVector();
  }

  /** DL4J replaces a network's updater or its vectors: examples and their order are copied anew. */
  @Test
  void aNetworkMayMoveWithinAnEpoch() throws NotCompilable {
    Features images = ByteImages.random(SIZE, net().inputs());
    Batches batches = Batches.of(images, BATCH, 5);
    assertThat(moved(new OnDevice(batches), images)).isEqualTo(moved(new OnHost(batches), images));
  }

  private float[] moved(BatchSource batches, Features features) throws NotCompilable {
    MultiLayerNetwork layers = layers(features.length());
    try (CompiledStep step = step(Network.of(layers), features)) {
      Iterator<ReadyBatch> left = step.epoch(batches, 0);
      left.next().train();
      step.meanLoss();
      long sent = devices.sent();
      layers.setLearningRate(1e-2);
      left.next().train();
      step.meanLoss();
      assertThat(devices.sent() - sent).isGreaterThan((long) SIZE * features.length());
    }
    assertThat(devices.held()).isZero();
    return layers.params().toFloatVector();
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
  void aStepSendsNoExamplesAndWaitsForNothing() throws NotCompilable {
    Features images = ByteImages.random(SIZE, net().inputs());
    Batches batches = Batches.of(images, BATCH, 5);
    try (CompiledStep step = step(network(), images)) {
      step.epoch(batches, 0).forEachRemaining(ReadyBatch::train);
      long before = devices.sent();
      step.epoch(batches, 1).forEachRemaining(ReadyBatch::train);
      assertThat(devices.waits()).isZero();
      assertThat(devices.sent() - before).isLessThan(SIZE * images.length() / 2);
    }
  }

  @Test
  void whatHasNoRoomIsGatheredOnTheHost() throws NotCompilable {
    Features images = ByteImages.random(SIZE, net().inputs());
    float[] held = trained(network(), new OnDevice(Batches.of(images, BATCH, 5)), images);
    long sentOfHeld = devices.sent();
    devices.sayFree(8L * SIZE * images.length());
    gathersOnTheHost(images, held, sentOfHeld);
  }

  /** Others may have taken what was free when it was asked. */
  @Test
  void whatFindsNoRoomIsGatheredOnTheHost() throws NotCompilable {
    Features images = ByteImages.random(SIZE, net().inputs());
    float[] held = trained(network(), new OnDevice(Batches.of(images, BATCH, 5)), images);
    long sentOfHeld = devices.sent();
    devices.failAfter(2); // that of the network and that of its program
    gathersOnTheHost(images, held, sentOfHeld);
  }

  private void gathersOnTheHost(Features images, float[] held, long sentOfHeld)
      throws NotCompilable {
    long before = devices.sent();
    assertThat(trained(network(), Batches.of(images, BATCH, 5), images)).isEqualTo(held);
    assertThat(devices.sent() - before - sentOfHeld)
        .as("a float for each value of each epoch, twice, less a byte for each value once")
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
    Features images = ByteImages.random(SIZE, net().inputs());
    Batches batches = Batches.of(images, BATCH, 5);
    assertThat(heard(batches, images)).isEqualTo(heard(new OnHost(batches), images));
  }

  private float[] heard(BatchSource batches, Features features) throws NotCompilable {
    MultiLayerNetwork layers = layers(features.length());
    CollectScoresIterationListener heard = new CollectScoresIterationListener();
    try (CompiledStep step = step(Network.of(layers), features)) {
      Iterator<ReadyBatch> left = step.epoch(batches, 0);
      left.next().train();
      layers.setListeners(heard);
      left.next().train();
      assertThat(step.meanLoss()).isFinite();
      step.epoch(batches, 1).forEachRemaining(ReadyBatch::train);
    }
    assertThat(Arrays.copyOf(heard.getScoreVsIter().getIndexes().get(0), 5))
        .containsExactly(1, 2, 3, 4, 0);
    return layers.params().toFloatVector();
  }

  private static MultiLayerNetwork layers(int inputs) {
    return Networks.layers(
        DataType.FLOAT,
        new Adam(1e-3),
        new DenseLayer.Builder().nIn(inputs).nOut(6).activation(Activation.TANH).build(),
        new OutputLayer.Builder(LossFunctions.LossFunction.MSE)
            .nIn(6)
            .nOut(inputs)
            .activation(Activation.SIGMOID)
            .build());
  }

  private static Variant net() {
    return ShippedNetworks.small().findFirst().orElseThrow();
  }

  private static Network network() {
    return net().network();
  }
}
