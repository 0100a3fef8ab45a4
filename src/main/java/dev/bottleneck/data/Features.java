package dev.bottleneck.data;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Moves features between the Java heap and an ND4J array, a block of rows at a time. */
final class Features {
  /** 2^20 floats, 4 MiB: small on the heap, large enough that the calls cost nothing. */
  private static final int BLOCK_FLOATS = 1 << 20;

  /** Writes one example into {@code block} from {@code offset} on. */
  @FunctionalInterface
  interface RowWriter {
    void write(int row, float[] block, int offset);
  }

  /** Takes the values of a block of whole examples. */
  @FunctionalInterface
  interface BlockReader {
    void read(float[] block);
  }

  private Features() {}

  /** Builds float features {@code [n, length]} in c-order. */
  static INDArray build(int n, int length, RowWriter writer) {
    INDArray features = Nd4j.createUninitialized(DataType.FLOAT, new long[] {n, length}, 'c');
    int rowsPerBlock = rowsPerBlock(length);
    for (int from = 0; from < n; from += rowsPerBlock) {
      int rows = Math.min(rowsPerBlock, n - from);
      float[] block = new float[rows * length];
      for (int row = 0; row < rows; row++) {
        writer.write(from + row, block, row * length);
      }
      try (INDArray staged = Nd4j.create(block, new long[] {rows, length}, 'c')) {
        features.get(NDArrayIndex.interval(from, from + rows), NDArrayIndex.all()).assign(staged);
      }
    }
    return features;
  }

  /** Hands out the values of {@code features} {@code [n, length]} in c-order. */
  static void read(INDArray features, BlockReader reader) {
    int n = Math.toIntExact(features.size(0));
    int rowsPerBlock = rowsPerBlock(Math.toIntExact(features.size(1)));
    for (int from = 0; from < n; from += rowsPerBlock) {
      int to = Math.min(n, from + rowsPerBlock);
      try (INDArray staged =
          features.get(NDArrayIndex.interval(from, to), NDArrayIndex.all()).dup('c')) {
        reader.read(staged.data().asFloat());
      }
    }
  }

  private static int rowsPerBlock(int length) {
    return Math.max(1, BLOCK_FLOATS / length);
  }
}
