package dev.bottleneck.autoencoder;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Computes a matrix some rows at a time, so that no more than it and one block are in memory. */
public final class RowBlocks {
  /** The rows {@code from} (inclusive) to {@code to} (exclusive), {@code [to - from, m]}. */
  @FunctionalInterface
  public interface Rows {
    INDArray of(long from, long to);
  }

  private RowBlocks() {}

  /**
   * The matrix {@code [n, m]}, in c-order.
   *
   * @param n how many rows there are, at least 1
   * @param block how many are computed at once
   */
  public static INDArray collect(long n, int block, Rows rows) {
    INDArray result = null;
    for (long from = 0; from < n; from += block) {
      long to = Math.min(n, from + block);
      INDArray some = rows.of(from, to);
      if (result == null && to == n) {
        return some;
      }
      if (result == null) {
        result = Nd4j.createUninitialized(some.dataType(), new long[] {n, some.size(1)}, 'c');
      }
      result.get(NDArrayIndex.interval(from, to), NDArrayIndex.all()).assign(some);
    }
    return result;
  }
}
