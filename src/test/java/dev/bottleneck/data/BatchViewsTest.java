package dev.bottleneck.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bottleneck.device.DeviceHabits;
import dev.bottleneck.step.EngineChoice;
import dev.bottleneck.testing.NetworkCopies;
import dev.bottleneck.testing.Networks;
import dev.bottleneck.testing.ShippedNetworks;
import dev.bottleneck.testing.ShippedNetworks.Variant;
import dev.bottleneck.training.BatchSource;
import dev.bottleneck.training.Engine;
import dev.bottleneck.training.ForwardPass;
import dev.bottleneck.training.Network;
import dev.bottleneck.training.TrainingStep;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

class BatchViewsTest {
  private static final DeviceHabits GPU = DeviceHabits.gpu(() -> 1L << 30);

  private static INDArray matrix(long seed, int columns) {
    return Networks.uniform(DataType.FLOAT, seed, 23, columns);
  }

  static Stream<Batches> all() {
    Batches labelled = Batches.of(matrix(1, 7), matrix(2, 3), 5, 9);
    Batches autoencoding = Batches.of(matrix(1, 7), 5, 9);
    return Stream.of(labelled, autoencoding)
        .flatMap(b -> Stream.of(b, b.limit(2), b.dropLast(), b.inOrder(), b.inOrder().limit(3)));
  }

  private static float[] bits(INDArray array) {
    return array.dup('c').reshape(array.length()).toFloatVector();
  }

  private static void assertSame(INDArray actual, INDArray expected) {
    assertThat(actual.shape()).isEqualTo(expected.shape());
    assertThat(bits(actual)).containsExactly(bits(expected));
  }

  @ParameterizedTest
  @MethodSource("all")
  void areTheGatheredBatchesToTheLastBitInEveryEpoch(Batches batches) {
    BatchSource views = batches.as(GPU);
    assertThat(views).isInstanceOf(BatchViews.class);
    assertThat(views.count()).isEqualTo(batches.count());
    assertThat(views.batchSize()).isEqualTo(batches.batchSize());
    for (int epoch : new int[] {0, 1, 2, 7, 1}) {
      Iterator<DataSet> expected = batches.epoch(epoch).iterator();
      for (DataSet view : views.epoch(epoch)) {
        DataSet batch = expected.next();
        assertSame(view.getFeatures(), batch.getFeatures());
        assertSame(view.getLabels(), batch.getLabels());
        assertThat(view.getLabels() == view.getFeatures())
            .isEqualTo(batch.getLabels() == batch.getFeatures());
      }
      assertThat(expected).isExhausted();
    }
  }

  /** Nothing is allocated, nor made a view of, after the first epoch. */
  @Test
  void epochsShareTheirMemory() {
    BatchSource views = Batches.of(matrix(1, 7), matrix(2, 3), 5, 9).as(GPU);
    List<DataSet> first = new ArrayList<>();
    views.epoch(0).forEach(first::add);
    int i = 0;
    for (DataSet batch : views.epoch(1)) {
      assertThat(batch).isSameAs(first.get(i++));
    }
  }

  @Test
  void inOrderTheyAreOfTheExamplesThemselves() {
    INDArray examples = matrix(1, 7);
    DataSet second = iterator(Batches.of(examples, 5, 9).inOrder().as(GPU), 1);
    examples.putScalar(5, 0, 42);
    assertThat(second.getFeatures().getDouble(0, 0)).isEqualTo(42);
  }

  private static DataSet iterator(BatchSource source, int index) {
    Iterator<DataSet> batches = source.epoch(0).iterator();
    for (int i = 0; i < index; i++) {
      batches.next();
    }
    return batches.next();
  }

  @Test
  void aCopyTooLargeForTheDeviceIsNotMade() {
    Batches autoencoding = Batches.of(matrix(1, 7), 5, 9);
    long bytes = 23 * 7 * 4;
    assertThat(autoencoding.as(DeviceHabits.gpu(() -> 8 * bytes))).isInstanceOf(BatchViews.class);
    assertThat(autoencoding.as(DeviceHabits.gpu(() -> 8 * bytes - 1))).isSameAs(autoencoding);
    // Two batches of ten rows in all, and targets beside the features.
    Batches labelled = Batches.of(matrix(1, 7), matrix(2, 3), 5, 9).limit(2);
    long fewer = 10 * (7 + 3) * 4;
    assertThat(labelled.as(DeviceHabits.gpu(() -> 8 * fewer))).isInstanceOf(BatchViews.class);
    assertThat(labelled.as(DeviceHabits.gpu(() -> 8 * fewer - 1))).isSameAs(labelled);
    // In order there is no copy.
    assertThat(autoencoding.inOrder().as(DeviceHabits.gpu(() -> 0))).isInstanceOf(BatchViews.class);
  }

  @Test
  void aProcessorGathersBatchByBatch() {
    Batches batches = Batches.of(matrix(1, 7), 5, 9);
    assertThat(batches.as(DeviceHabits.processor())).isSameAs(batches);
    assertThat(batches.inOrder().as(DeviceHabits.processor())).isNotInstanceOf(BatchViews.class);
  }

  static Stream<Variant> shipped() {
    return ShippedNetworks.small();
  }

  /** Convolutions, LSTMs, corruption and all: each layer takes views, and writes to none. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("shipped")
  void everyShippedNetworkTrainsOnThemToTheSameBits(Variant variant) {
    trainsAlike(Engine.DEEPLEARNING4J, variant);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("shipped")
  void soDoesTheCompiledStep(Variant variant) {
    trainsAlike(EngineChoice.AUTO, variant);
  }

  private static void trainsAlike(Engine engine, Variant variant) {
    Network viewing = variant.network();
    Network gathering = NetworkCopies.of(viewing);
    INDArray examples = Networks.uniform(DataType.FLOAT, 4, 23, variant.inputs());
    float[] before = bits(examples);
    Batches batches = Batches.of(examples, 6, 9);
    BatchSource views = batches.as(GPU);
    try (TrainingStep step = engine.step(viewing, 6, variant.inputs());
        TrainingStep plain = engine.step(gathering, 6, variant.inputs());
        ForwardPass pass = engine.forward(viewing)) {
      for (int epoch = 0; epoch < 2; epoch++) {
        Iterator<DataSet> gathered = batches.epoch(epoch).iterator();
        for (DataSet view : views.epoch(epoch)) {
          DataSet batch = gathered.next();
          plain.fit(batch);
          step.fit(view);
          assertSame(view.getFeatures(), batch.getFeatures());
        }
        assertThat(step.meanLoss()).isEqualTo(plain.meanLoss());
      }
      assertThat(pass.meanScore(batches.inOrder().as(GPU).epoch(0)))
          .isEqualTo(pass.meanScore(batches.inOrder().epoch(0)));
    }
    assertThat(bits(viewing.params())).containsExactly(bits(gathering.params()));
    assertThat(bits(examples)).containsExactly(before);
  }
}
