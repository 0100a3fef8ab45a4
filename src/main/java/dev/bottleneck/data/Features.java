package dev.bottleneck.data;

import dev.bottleneck.device.Machine;
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

  /**
   * Features as they were built.
   *
   * @param transferSeconds what it took to bring them to a GPU; 0 on a processor, whose memory they
   *     were made in
   */
  record Built(INDArray array, double transferSeconds) {}

  /** Takes the values of a block of whole examples. */
  @FunctionalInterface
  interface BlockReader {
    void read(float[] block);
  }

  private Features() {}

  /** Builds float features {@code [n, length]} in c-order. */
  static Built build(int n, int length, RowWriter writer) {
    return build(n, length, writer, Machine.computesOnGpu());
  }

  /** The same; {@code transfers} says whether it is a transfer that is to be timed. */
  static Built build(int n, int length, RowWriter writer, boolean transfers) {
    long nanoseconds = 0;
    INDArray features = Nd4j.createUninitialized(DataType.FLOAT, new long[] {n, length}, 'c');
    int rowsPerBlock = rowsPerBlock(length);
    for (int from = 0; from < n; from += rowsPerBlock) {
      int rows = Math.min(rowsPerBlock, n - from);
      float[] block = new float[rows * length];
      for (int row = 0; row < rows; row++) {
        writer.write(from + row, block, row * length);
      }
      long begun = System.nanoTime();
      try (INDArray staged = Nd4j.create(block, new long[] {rows, length}, 'c')) {
        features.get(NDArrayIndex.interval(from, from + rows), NDArrayIndex.all()).assign(staged);
        // A transfer goes on by itself: it is waited for before what it reads is freed, and timed.
        Nd4j.getExecutioner().commit();
      }
      nanoseconds += transfers ? System.nanoTime() - begun : 0;
    }
    return new Built(features, nanoseconds / 1e9);
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
