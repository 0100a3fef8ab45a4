package dev.bottleneck.data;

import dev.bottleneck.runtime.UserError;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Parts of a file, mapped: what is read of them is the system's to keep in memory or to drop. */
final class MappedFile {
  /** A mapping holds less than 2 GiB. */
  static final int MOST = 1 << 30;

  private MappedFile() {}

  /**
   * The {@code bytes} from {@code from} on, in parts of {@code partBytes} each, the last of what is
   * left.
   */
  static ByteBuffer[] map(Path file, long from, long bytes, int partBytes, ByteOrder order) {
    ByteBuffer[] parts = new ByteBuffer[Math.toIntExact((bytes + partBytes - 1) / partBytes)];
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      for (int i = 0; i < parts.length; i++) {
        long begin = (long) i * partBytes;
        long length = Math.min(partBytes, bytes - begin);
        parts[i] = channel.map(FileChannel.MapMode.READ_ONLY, from + begin, length).order(order);
      }
      return parts;
    } catch (IOException e) {
      throw new UserError(file + ": cannot be mapped: " + e.getMessage(), e);
    }
  }
}
