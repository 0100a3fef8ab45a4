package dev.bottleneck.bench;

import dev.bottleneck.data.Batches;
import dev.bottleneck.data.DataOptions;
import dev.bottleneck.data.Dataset;
import dev.bottleneck.data.Datasets;
import dev.bottleneck.runtime.Require;
import dev.bottleneck.runtime.UserError;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nd4j.linalg.dataset.DataSet;

/**
 * The images {@code [n, 784]} that all contenders train on in one order: the first of a data set.
 */
public final class BenchmarkImages {
  private static final String PREFERRED = "fashion-mnist";
  private static final String ALWAYS_THERE = "mnist";
  private static final int MOST = 4096;

  private final Dataset images;

  private BenchmarkImages(Dataset images) {
    this.images = images;
  }

  /**
   * The images of {@code data}, or of Fashion-MNIST where that can be had, else of MNIST.
   *
   * @param out is told why Fashion-MNIST cannot be had
   * @throws UserError if the data cannot be had or are not 28×28 gray images
   */
  public static BenchmarkImages open(Optional<String> data, DataOptions options, PrintWriter out) {
    if (data.isPresent()) {
      return of(data.get(), options);
    }
    try {
      return of(PREFERRED, options);
    } catch (UserError e) {
      out.printf("%s is taken: %s%n", ALWAYS_THERE, e.getMessage());
      return of(ALWAYS_THERE, options);
    }
  }

  private static BenchmarkImages of(String data, DataOptions options) {
    Dataset pool = Datasets.open(data, options).pool();
    int length = pool.shape().length();
    if (length != BenchmarkNet.PIXELS) {
      throw new UserError(
          "--data %s: an example has %d values, and the benchmark's nets take %d (28×28)"
              .formatted(data, length, BenchmarkNet.PIXELS));
    }
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
