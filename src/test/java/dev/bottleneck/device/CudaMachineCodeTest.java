package dev.bottleneck.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/**
 * Holds the table of served GPUs against what the CUDA backend's library really holds; it needs no
 * GPU: {@code ./mvnw -Pcuda test -Dtest=CudaMachineCodeTest}.
 */
@EnabledIf(value = "backendIsThere", disabledReason = "wants -Pcuda")
class CudaMachineCodeTest {
  private static final String LIBRARY =
      "/org/nd4j/linalg/jcublas/bindings/linux-x86_64/libnd4jcuda.so";

  /** The header of a fat binary: magic number, version 1, its own 16 bytes; then its length. */
  private static final byte[] MAGIC = {0x50, (byte) 0xed, 0x55, (byte) 0xba, 1, 0, 16, 0};

  private static final int PTX = 1;

  @TempDir Path folder;

  static boolean backendIsThere() {
    return CudaMachineCodeTest.class.getResource(LIBRARY) != null;
  }

  @Test
  void isWhatTheTableSays() throws IOException {
    Path file = folder.resolve("library.so");
    try (InputStream in = CudaMachineCodeTest.class.getResourceAsStream(LIBRARY)) {
      Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
    }
    SortedSet<ComputeCapability> code = new TreeSet<>();
    try (FileChannel channel = FileChannel.open(file)) {
      ByteBuffer bytes =
          channel
              .map(FileChannel.MapMode.READ_ONLY, 0, channel.size())
              .order(ByteOrder.LITTLE_ENDIAN);
      for (int at = find(bytes, 0); at >= 0; at = find(bytes, at)) {
        int end = at + 16 + (int) bytes.getLong(at + 8);
        for (int entry = at + 16; entry < end; ) {
          assertThat(bytes.getShort(entry)).as("kind of code").isNotEqualTo((short) PTX);
          int number = bytes.getInt(entry + 28);
          code.add(new ComputeCapability(number / 10, number % 10));
          entry += bytes.getInt(entry + 4) + (int) bytes.getLong(entry + 8);
        }
        at = end;
      }
    }
    assertThat(code).containsExactlyElementsOf(CudaBuild.MACHINE_CODE);
  }

  private static int find(ByteBuffer bytes, int from) {
    for (int at = from; at + MAGIC.length <= bytes.limit(); at += 8) {
      int i = 0;
      while (i < MAGIC.length && bytes.get(at + i) == MAGIC[i]) {
        i++;
      }
      if (i == MAGIC.length) {
        return at;
      }
    }
    return -1;
  }
}
