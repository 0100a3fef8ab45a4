package dev.bottleneck.data;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/** Makes small IDX files. */
final class IdxBytes {
  private IdxBytes() {}

  /** {@code n} images of 2x3 pixels; pixel {@code p} of image {@code i} is {@code 10*i + p}. */
  static byte[] images(int n) {
    ByteBuffer bytes = ByteBuffer.allocate(16 + 6 * n);
    bytes.putInt(0x0803).putInt(n).putInt(2).putInt(3);
    for (int i = 0; i < 6 * n; i++) {
      bytes.put((byte) (10 * (i / 6) + i % 6));
    }
    return bytes.array();
  }

  static byte[] labels(int... labels) {
    ByteBuffer bytes = ByteBuffer.allocate(8 + labels.length);
    bytes.putInt(0x0801).putInt(labels.length);
    for (int label : labels) {
      bytes.put((byte) label);
    }
    return bytes.array();
  }

  static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }

  static Path write(Path folder, String name, byte[] bytes) throws IOException {
    Files.createDirectories(folder);
    return Files.write(folder.resolve(name), bytes);
  }
}
