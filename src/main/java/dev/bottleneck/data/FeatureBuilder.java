package dev.bottleneck.data;

import dev.bottleneck.runtime.UserError;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Collects examples as they are read, each number in as many bytes as its type needs. What does not
 * fit into a share of the heap goes to a file that is mapped and has no name any more.
 */
final class FeatureBuilder {
  private static final int CHUNK_BYTES = 1 << 24;

  /** Of the heap the examples may take one part in so many. */
  private static final int SHARE = 4;

  private final ElementType type;
  private final int length;
  private final boolean pixels;
  private final Path spillFolder;
  private final long heapBytes;
  private final int rowsPerChunk;
  private final List<ByteBuffer> chunks = new ArrayList<>();
  private FileChannel spill;
  private int size;

  /**
   * @param type of each value
   * @param length values of an example
   * @param pixels whether values of one byte are brightnesses, to be divided by 255
   * @param spillFolder where the file lies if there must be one; made if it is missing
   */
  FeatureBuilder(ElementType type, int length, boolean pixels, Path spillFolder) {
    this(type, length, pixels, spillFolder, Runtime.getRuntime().maxMemory() / SHARE);
  }

  /** The same; {@code heapBytes} may be taken of the heap. */
  FeatureBuilder(ElementType type, int length, boolean pixels, Path spillFolder, long heapBytes) {
    this.type = type;
    this.length = length;
    this.pixels = pixels;
    this.spillFolder = spillFolder;
    this.heapBytes = heapBytes;
    // A row beyond 16 MiB has a chunk of its own.
    rowsPerChunk = Math.max(1, CHUNK_BYTES / Math.multiplyExact(length, type.bytes()));
  }

  /** For examples that are few enough to lie in memory. */
  static FeatureBuilder floats(int length) {
    return new FeatureBuilder(ElementType.FLOAT32, length, false, null, Long.MAX_VALUE);
  }

  /** Adds an example whose values are stored as these bytes, in the machine's own order. */
  void add(byte[] row) {
    place().put(row, 0, length * type.bytes());
    size = Math.addExact(size, 1);
  }

  /** Adds an example of {@link ElementType#FLOAT32}. */
  void add(float[] row) {
    ByteBuffer place = place();
    for (int i = 0; i < length; i++) {
      place.putFloat(row[i]);
    }
    size = Math.addExact(size, 1);
  }

  /** How many were added. */
  int size() {
    return size;
  }

  /** What was added; nothing may be added afterwards. */
  StoredFeatures build() {
    chunks.forEach(ByteBuffer::rewind);
    return new StoredFeatures(
        type, chunks.toArray(ByteBuffer[]::new), rowsPerChunk, size, length, pixels, null);
  }

  private ByteBuffer place() {
    if (size % rowsPerChunk == 0) {
      chunks.add(next().order(ByteOrder.nativeOrder()));
    }
    return chunks.get(chunks.size() - 1);
  }

  private ByteBuffer next() {
    int bytes = rowsPerChunk * length * type.bytes();
    if ((chunks.size() + 1L) * bytes <= heapBytes) {
      return ByteBuffer.allocate(bytes);
    }
    try {
      if (spill == null) {
        spill = unnamed();
      }
      return spill.map(FileChannel.MapMode.READ_WRITE, (long) chunks.size() * bytes, bytes);
    } catch (IOException e) {
      throw new UserError(
          spillFolder + ": examples that do not fit into memory cannot be kept there: " + e, e);
    }
  }

  private FileChannel unnamed() throws IOException {
    Files.createDirectories(spillFolder);
    Path file = Files.createTempFile(spillFolder, "examples-", ".bin");
    try {
      return FileChannel.open(
          file,
          StandardOpenOption.READ,
          StandardOpenOption.WRITE,
          StandardOpenOption.DELETE_ON_CLOSE);
    } finally {
      // Where the system allows it the file has no name from now on, and is gone with the process.
      Files.deleteIfExists(file);
    }
  }
}
