package dev.bottleneck.data;

import dev.bottleneck.runtime.UserError;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * A file of unsigned bytes in LeCun's IDX format, gzipped or not, read and checked whole.
 *
 * <p>Layout: a big-endian magic number {@code 0x0000080D} with {@code D} the number of dimensions,
 * {@code D} big-endian sizes of 4 bytes each, then the values in c-order. Format:
 * http://yann.lecun.com/exdb/mnist/. Everything wrong with the file is a {@link UserError}.
 */
final class IdxFile {
  private static final int UNSIGNED_BYTE = 0x0800;
  private static final int FIRST_READ = 1 << 20;

  private final SourceFile source;
  private final int[] sizes;
  private final byte[] values;

  private IdxFile(SourceFile source, int[] sizes, byte[] values) {
    this.source = source;
    this.sizes = sizes;
    this.values = values;
  }

  /** Reads images: three dimensions, {@code [n, rows, columns]}. */
  static IdxFile images(SourceFile source) {
    return parse(source, 3, "images");
  }

  /** Reads labels: one dimension, {@code [n]}. */
  static IdxFile labels(SourceFile source) {
    return parse(source, 1, "labels");
  }

  private static IdxFile parse(SourceFile source, int dimensions, String content) {
    try (InputStream in = open(source)) {
      int headerBytes = 4 + 4 * dimensions;
      ByteBuffer header = ByteBuffer.wrap(readFully(source, in, headerBytes, 0));
      int magic = header.getInt();
      int expected = UNSIGNED_BYTE | dimensions;
      if (magic != expected) {
        throw new UserError(
            String.format(
                "%s is not an IDX file of %s: magic number 0x%08x, expected 0x%08x",
                source.location(), content, magic, expected));
      }
      int[] sizes = new int[dimensions];
      for (int d = 0; d < dimensions; d++) {
        sizes[d] = header.getInt();
      }
      byte[] values = readFully(source, in, length(source, sizes), headerBytes);
      if (in.read() >= 0) {
        throw new UserError(
            source.location()
                + " has trailing bytes after the "
                + (headerBytes + values.length)
                + " its header declares");
      }
      return new IdxFile(source, sizes, values);
    } catch (ZipException | EOFException e) {
      throw corrupt(source, e);
    } catch (IOException e) {
      throw new UserError(source.location() + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** Opens {@code source}, unpacking it if its first two bytes are gzip's. */
  private static InputStream open(SourceFile source) throws IOException {
    byte[] bytes = source.bytes();
    InputStream in = new ByteArrayInputStream(bytes);
    boolean gzip = bytes.length >= 2 && bytes[0] == 0x1f && bytes[1] == (byte) 0x8b;
    return gzip ? new GZIPInputStream(in, 1 << 16) : in;
  }

  private static UserError corrupt(SourceFile source, IOException e) {
    String reason = e.getMessage() == null ? "it ends too early" : e.getMessage();
    return new UserError(
        source.location() + " is corrupt gzip data (" + reason + "): get it again", e);
  }

  /** The number of values the header declares; at least one, and no more than an array holds. */
  private static int length(SourceFile source, int[] sizes) {
    long length = 1;
    for (int size : sizes) {
      if (size < 1) {
        throw new UserError(
            source.location() + " declares an empty or negative size: " + Arrays.toString(sizes));
      }
      length *= size;
      if (length > Integer.MAX_VALUE - 64) {
        throw new UserError(
            source.location() + " declares more than 2 GiB of values: " + Arrays.toString(sizes));
      }
    }
    // Packed zeros grow a thousandfold: what cannot be held is refused before it is unpacked.
    if (length > Runtime.getRuntime().maxMemory() / 2) {
      throw new UserError(
          source.location()
              + " declares "
              + Arrays.toString(sizes)
              + " values, more than half of the Java heap: raise BOTTLENECK_HEAP_MB, or save them as"
              + " .npy, which is mapped");
    }
    return (int) length;
  }

  /** Reads {@code length} bytes, growing as they come: a damaged header must not take 2 GiB. */
  private static byte[] readFully(SourceFile source, InputStream in, int length, int before)
      throws IOException {
    byte[] bytes = new byte[Math.min(length, FIRST_READ)];
    int filled = 0;
    while (filled < length) {
      if (filled == bytes.length) {
        bytes = Arrays.copyOf(bytes, (int) Math.min(length, 2L * filled));
      }
      int read = readSome(in, bytes, filled);
      if (read < 0) {
        throw new UserError(
            String.format(
                "%s is truncated: expected %d bytes%s, found %d",
                source.location(),
                (long) before + length,
                in instanceof GZIPInputStream ? " unpacked" : "",
                before + filled));
      }
      filled += read;
    }
    return bytes;
  }

  private static int readSome(InputStream in, byte[] bytes, int filled) throws IOException {
    try {
      return in.read(bytes, filled, bytes.length - filled);
    } catch (EOFException e) {
      // What GZIPInputStream throws when the packed data stop short: for us, the end of the file.
      return -1;
    }
  }

  SourceFile source() {
    return source;
  }

  /** The number of images or labels. */
  int count() {
    return sizes[0];
  }

  /** The shape of one image. */
  SampleShape shape() {
    return new SampleShape(sizes[1], sizes[2], 1);
  }

  /** All images as features {@code [n, rows*columns]} in [0,1], held as bytes. */
  Features features() {
    return StoredFeatures.pixels(values, count(), shape().length());
  }

  /** All labels {@code [n]}; one outside {@code 0..classes-1} is a {@link UserError}. */
  int[] classes(int classes) {
    int[] labels = new int[count()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = values[i] & 0xff;
      if (labels[i] >= classes) {
        throw new UserError(
            String.format(
                "%s: label %d of example %d is outside the classes 0 to %d",
                source.location(), labels[i], i, classes - 1));
      }
    }
    return labels;
  }

  /** Refuses labels that are not as many as {@code images}. */
  void requireSameCount(IdxFile images) {
    if (count() != images.count()) {
      throw new UserError(
          String.format(
              "%s holds %d labels, but %s holds %d images",
              source.location(), count(), images.source.location(), images.count()));
    }
  }
}
