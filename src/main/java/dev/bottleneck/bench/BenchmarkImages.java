package dev.bottleneck.bench;

import dev.bottleneck.data.Batches;
import dev.bottleneck.data.Dataset;
import dev.bottleneck.runtime.Require;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.dataset.DataSet;

/**
 * The images {@code [n, 784]} that all contenders train on in one order: the first of a data set.
 */
public final class BenchmarkImages {
  private static final int MOST = 4096;

  private final Dataset images;

  private BenchmarkImages(Dataset images) {
    this.images = images;
  }

  /** The first of {@code data}. */
  public static BenchmarkImages of(BenchmarkData data) {
    Dataset pool = data.corpus().pool();
    return new BenchmarkImages(pool.rows(0, Math.min(MOST, pool.size())));
  }

  /** What reports call them. */
  String name() {
    return "the first %,d images of %s".formatted(images.size(), images.name());
  }

  /**
   * Refuses a batch larger than all images.
   *
   * @throws UserError naming {@code --batches}
   */
  void requireBatch(int batch) {
    Require.between("--batches", batch, 1, images.size());
  }

  /** All batches of {@code size}, gathered beforehand; a smaller last one is left out. */
  List<DataSet> batches(int size) {
    List<DataSet> batches = new ArrayList<>();
    Batches.Epoch epoch = Batches.of(images.values(), size, 0).inOrder().dropLast().epoch(0);
    for (int i = 0; i < epoch.count(); i++) {
      batches.add(epoch.batch(i));
    }
    return batches;
  }

  /** The values {@code [n, 784]} as little-endian floats, in C order. */
  byte[] bytes() {
    float[] values = images.features().data().asFloat();
    ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES);
    bytes.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(values);
    return bytes.array();
  }
}
