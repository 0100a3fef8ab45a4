package dev.bottleneck.data;

import dev.bottleneck.device.Machine;
import java.lang.ref.Reference;
import java.util.Arrays;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** The way between the Java heap and an ND4J array of floats, a block of rows at a time. */
final class FloatBlocks {
  /** 2^20 floats, 4 MiB: small on the heap, large enough that the calls cost nothing. */
  private static final int BLOCK_FLOATS = 1 << 20;

  private FloatBlocks() {}

  /** How many rows of {@code length} values make a block. */
  static int rows(int length) {
    return Math.max(1, BLOCK_FLOATS / length);
  }

  /**
   * Copies {@code rows} rows of {@code block} to the rows of {@code to} from {@code first} on.
   *
   * @param to whole and c-ordered
   */
  static void put(float[] block, int first, int rows, INDArray to) {
    int length = Math.toIntExact(to.size(1));
    if (Machine.computesOnGpu()) {
      float[] exact = Arrays.copyOf(block, rows * length);
      try (INDArray staged = Nd4j.create(exact, new long[] {rows, length}, 'c')) {
        to.get(NDArrayIndex.interval(first, first + rows), NDArrayIndex.all()).assign(staged);
        // A transfer goes on by itself: it is waited for before what it reads is freed.
        Nd4j.getExecutioner().commit();
      }
      return;
    }
    new FloatPointer(to.data().addressPointer())
        .position((long) first * length)
        .put(block, 0, rows * length);
    Reference.reachabilityFence(to);
  }
}
