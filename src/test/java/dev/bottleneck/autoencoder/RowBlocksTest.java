package dev.bottleneck.autoencoder;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class RowBlocksTest {
  @ParameterizedTest
  @CsvSource({"1, 5, 1", "5, 5, 1", "6, 5, 2", "23, 5, 5", "23, 1, 23"})
  void everyRowIsComputedOnceAndInItsPlace(int n, int block, int calls) {
    INDArray whole = Nd4j.arange(n * 3).castTo(DataType.FLOAT).reshape(n, 3);
    List<Long> begun = new ArrayList<>();
    INDArray collected =
        RowBlocks.collect(
            n,
            block,
            (from, to) -> {
              begun.add(from);
              assertThat(to - from).isBetween(1L, (long) block);
              // In the other order, as a network may give.
              return whole.get(NDArrayIndex.interval(from, to), NDArrayIndex.all()).dup('f');
            });
    assertThat(collected).isEqualTo(whole);
    assertThat(begun).hasSize(calls).doesNotHaveDuplicates();
  }
}
