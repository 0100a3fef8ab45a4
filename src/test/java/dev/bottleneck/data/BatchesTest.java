package dev.bottleneck.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class BatchesTest {
  /** Row {@code i} is {@code [3i, 3i+1, 3i+2]}. */
  private static INDArray features(int n) {
    return Nd4j.arange(3 * n).castTo(DataType.FLOAT).reshape(n, 3);
  }

  private static INDArray targets(int n) {
    return Nd4j.arange(n).castTo(DataType.FLOAT).reshape(n, 1);
  }

  private static List<Integer> order(Batches.Epoch epoch) {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < epoch.count(); i++) {
      for (int index : epoch.indices(i)) {
        order.add(index);
      }
    }
    return order;
  }

  @Test
  void gathersEachExampleOnceWithItsTarget() {
    Batches batches = Batches.of(features(10), targets(10), 4, 1);
    List<Integer> seen = new ArrayList<>();
    List<Integer> sizes = new ArrayList<>();
    for (DataSet batch : batches.epoch(0)) {
      sizes.add(batch.numExamples());
      for (int row = 0; row < batch.numExamples(); row++) {
        int example = batch.getLabels().getInt(row, 0);
        seen.add(example);
        assertThat(batch.getFeatures().getRow(row).toFloatVector())
            .containsExactly(3 * example, 3 * example + 1, 3 * example + 2);
      }
    }
    assertThat(sizes).containsExactly(4, 4, 2);
    assertThat(seen)
        .containsExactlyInAnyOrderElementsOf(IntStream.range(0, 10).boxed().toList())
        .isEqualTo(order(batches.epoch(0)));
  }

  /** Left to the collector, an epoch's batches would pile up outside the heap. */
  @Test
  void batchesOfOneSizeShareTheirMemory() {
    INDArray examples = features(10);
    INDArray before = examples.dup();
    Batches.Epoch epoch = Batches.of(examples, targets(10), 4, 1).epoch(0);
    Iterator<DataSet> batches = epoch.iterator();
    INDArray first = batches.next().getFeatures();
    assertThat(first).isEqualTo(epoch.batch(0).getFeatures());
    DataSet second = batches.next();
    assertThat(second.getFeatures()).isSameAs(first).isEqualTo(epoch.batch(1).getFeatures());
    assertThat(second.getLabels()).isEqualTo(epoch.batch(1).getLabels());
    DataSet last = batches.next();
    assertThat(last.getFeatures()).isNotSameAs(first).isEqualTo(epoch.batch(2).getFeatures());
    assertThat(batches.hasNext()).isFalse();
    assertThat(examples).isEqualTo(before);
  }

  @Test
  void orderIsAFunctionOfSeedAndEpoch() {
    Batches batches = Batches.of(features(50), 8, 7);
    List<Integer> third = order(batches.epoch(3));
    assertThat(order(Batches.of(features(50), 8, 7).epoch(3))).isEqualTo(third);
    assertThat(order(batches.epoch(4))).isNotEqualTo(third);
    assertThat(order(Batches.of(features(50), 8, 8).epoch(3))).isNotEqualTo(third);
    // Neighbouring seeds and epochs must not make the same sum.
    assertThat(order(Batches.of(features(50), 8, 8).epoch(2))).isNotEqualTo(third);
    assertThat(Permutation.of(10, 7, 3)).containsExactly(2, 4, 8, 3, 7, 5, 0, 6, 9, 1);
  }

  @Test
  void shufflesWithoutBias() {
    int[][] counts = new int[5][5];
    for (int epoch = 0; epoch < 10_000; epoch++) {
      int[] order = Permutation.of(5, 42, epoch);
      for (int i = 0; i < 5; i++) {
        counts[i][order[i]]++;
      }
    }
    // Expected 2,000 with a standard deviation of 40.
    for (int[] row : counts) {
      for (int count : row) {
        assertThat(count).isBetween(1_800, 2_200);
      }
    }
  }

  @Test
  void batchesDoNotAliasTheSource() {
    INDArray features = features(6);
    for (DataSet batch : Batches.of(features, 6, 1).inOrder().epoch(0)) {
      batch.getFeatures().assign(-1);
    }
    assertThat(features).isEqualTo(features(6));
  }

  @Test
  void featuresAreTheTargetsOfAnAutoencoder() {
    DataSet batch = Batches.of(features(6), 2, 1).epoch(0).batch(1);
    assertThat(batch.getLabels()).isEqualTo(batch.getFeatures());
    assertThat(batch.getFeatures().shape()).containsExactly(2, 3);
  }

  @Test
  void inOrderKeepsTheOrderInEveryEpoch() {
    Batches batches = Batches.of(features(7), 3, 1).inOrder();
    assertThat(order(batches.epoch(5))).containsExactly(0, 1, 2, 3, 4, 5, 6);
    assertThat(batches.epoch(5).batch(1).getFeatures())
        .isEqualTo(features(7).get(NDArrayIndex.interval(3, 6), NDArrayIndex.all()));
  }

  @Test
  void dropsTheLastAndLimits() {
    Batches batches = Batches.of(features(10), 4, 1);
    assertThat(batches.count()).isEqualTo(3);
    assertThat(batches.dropLast().count()).isEqualTo(2);
    assertThat(batches.limit(1).count()).isEqualTo(1);
    assertThat(batches.limit(1).dropLast().count()).isEqualTo(1);
    assertThat(batches.limit(99).count()).isEqualTo(3);
    assertThat(Batches.of(features(8), 4, 1).dropLast().count()).isEqualTo(2);
    assertThat(order(batches.limit(2).epoch(0))).isEqualTo(order(batches.epoch(0)).subList(0, 8));
    assertThatThrownBy(() -> batches.limit(1).epoch(0).batch(1))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> Batches.of(features(3), 4, 1).dropLast())
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void gathersRightFromViewsAndOtherOrders() {
    INDArray wide = Nd4j.hstack(features(6), features(6).add(100));
    INDArray columns = wide.get(NDArrayIndex.all(), NDArrayIndex.interval(3, 6));
    INDArray tail = features(8).get(NDArrayIndex.interval(2, 8), NDArrayIndex.all());
    for (INDArray source : List.of(columns, tail, features(6).dup('f'))) {
      INDArray gathered = Batches.of(source, 6, 1).inOrder().epoch(0).batch(0).getFeatures();
      assertThat(gathered).isEqualTo(source.dup('c'));
    }
  }

  @Test
  void refusesWhatDoesNotFit() {
    assertThatThrownBy(() -> Batches.of(features(3), targets(4), 2, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("features of 3 and targets of 4 examples are not matrices of as many rows");
    assertThatThrownBy(() -> Batches.of(features(3), 0, 1))
        .hasMessage("batch size is 0, must be at least 1");
  }
}
