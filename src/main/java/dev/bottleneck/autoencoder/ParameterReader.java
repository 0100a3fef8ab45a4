package dev.bottleneck.autoencoder;

import dev.bottleneck.runtime.UserError;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Reads a network's parameters from DL4J's form: a buffer with the shape, then one with the values,
 * each with a short head.
 *
 * <p>How many there are is known before, from the network's configuration, so that no length that
 * the file states decides how much memory is taken.
 */
final class ParameterReader {
  private static final int BLOCK = 1 << 16;
  private static final int LONGEST_HEAD = 4096;

  /** Parameters of each layer. */
  private final List<Long> ofLayers;

  private final long wanted;
  private long broken;
  private long firstBroken;

  ParameterReader(List<Long> ofLayers) {
    this.ofLayers = ofLayers;
    this.wanted = ofLayers.stream().mapToLong(Long::longValue).sum();
  }

  /**
   * Refuses an entry that cannot hold as many values as are wanted, before memory is taken for
   * them.
   *
   * @param bytes the length of the entry
   */
  void checkSize(long bytes) {
    long head = bytes - wanted * Float.BYTES;
    if (wanted < 1 || head < 0 || head > LONGEST_HEAD) {
      throw new UserError(
          String.format(
              Locale.ROOT,
              "it holds about %,d parameters for a network that has %,d",
              bytes / Float.BYTES,
              wanted));
    }
  }

  /**
   * The parameters {@code [1, count]}.
   *
   * @throws IOException if they are damaged, in one line
   * @throws UserError if they are others than wanted, or not all finite
   */
  INDArray read(InputStream in) throws IOException {
    DataInputStream data = new DataInputStream(in);
    data.readUTF();
    long shapeLength = data.readLong();
    String shapeType = data.readUTF();
    if (shapeLength < 0 || shapeLength > 64 || !shapeType.equals("LONG")) {
      throw new IOException("its shape is none");
    }
    data.skipNBytes(shapeLength * Long.BYTES);
    data.readUTF();
    long length = data.readLong();
    String type = data.readUTF();
    if (!type.equals("FLOAT") || length != wanted) {
      throw new IOException(
          String.format(
              Locale.ROOT, "%,d values of type %s for %,d parameters", length, type, wanted));
    }
    INDArray parameters = Nd4j.createUninitialized(DataType.FLOAT, 1, wanted);
    for (long from = 0; from < wanted; from += BLOCK) {
      int count = (int) Math.min(BLOCK, wanted - from);
      float[] block = block(data, from, count);
      try (INDArray staged = Nd4j.create(block, new long[] {1, count}, 'c')) {
        parameters
            .get(NDArrayIndex.all(), NDArrayIndex.interval(from, from + count))
            .assign(staged);
        Nd4j.getExecutioner().commit();
      }
    }
    requireFinite();
    return parameters;
  }

  private float[] block(DataInputStream data, long from, int count) throws IOException {
    byte[] bytes = new byte[count * Float.BYTES];
    data.readFully(bytes);
    float[] block = new float[count];
    ByteBuffer.wrap(bytes).asFloatBuffer().get(block);
    for (int i = 0; i < count; i++) {
      if (!Float.isFinite(block[i])) {
        firstBroken = broken++ == 0 ? from + i : firstBroken;
      }
    }
    return block;
  }

  private void requireFinite() {
    if (broken == 0) {
      return;
    }
    long within = firstBroken;
    int layer = 0;
    while (within >= ofLayers.get(layer)) {
      within -= ofLayers.get(layer++);
    }
    throw new UserError(
        String.format(
            Locale.ROOT,
            "%,d of its %,d parameters are NaN or infinite, the first is number %,d of layer %d:"
                + " the training that wrote it diverged, or the file is damaged",
            broken,
            wanted,
            within,
            layer));
  }
}
