package dev.bottleneck.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bottleneck.runtime.UserError;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damage of an .npz, whose entries NumPy stores as they are. */
class NpzFileTest {
  @TempDir Path folder;

  private Path write(String... names) throws IOException {
    Path file = folder.resolve("a.npz");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (String name : names) {
        byte[] content = array(name.startsWith("y") ? "5," : "5, 2");
        ZipEntry entry = new ZipEntry(name);
        CRC32 crc = new CRC32();
        crc.update(content);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
      }
    }
    return file;
  }

  private static byte[] array(String shape) {
    String header =
        "{'descr': '|u1', 'fortran_order': False, 'shape': (" + shape + "), }          \n";
    int count = shape.equals("5,") ? 5 : 10;
    ByteBuffer bytes = ByteBuffer.allocate(10 + header.length() + count);
    bytes.order(ByteOrder.LITTLE_ENDIAN);
    bytes.put("\u0093NUMPY\u0001\u0000".getBytes(StandardCharsets.ISO_8859_1));
    bytes.putShort((short) header.length());
    bytes.put(header.getBytes(StandardCharsets.US_ASCII));
    for (int i = 0; i < count; i++) {
      bytes.put((byte) (i % 3));
    }
    return bytes.array();
  }

  private static Corpus open(Path file) {
    return Datasets.open("npy:" + file, DataOptions.defaults());
  }

  private static void flip(Path file, int at) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[at] ^= 1;
    Files.write(file, bytes);
  }

  /** Java's own reader of zips does not look at the checksums. */
  @Test
  void aChangedBitIsNoticed() throws IOException {
    Path file = write("x.npy", "y.npy");
    assertThat(open(file).pool().size()).isEqualTo(5);
    String content = Files.readString(file, StandardCharsets.ISO_8859_1);
    int endOfX = content.indexOf("y.npy") - 31;
    for (int at : new int[] {endOfX, content.indexOf("PK\u0001\u0002") - 1}) {
      flip(file, at);
      assertThatThrownBy(() -> open(file))
          .isInstanceOf(UserError.class)
          .hasMessageEndingWith("damaged: its checksum is wrong");
      flip(file, at);
    }
    assertThat(open(file).pool().labels()).isPresent();
  }

  /** Names have no checksum: what is passed over is told. */
  @Test
  void anArrayUnderAnotherNameIsTold() throws IOException {
    Path file = write("x.npy", "z.npy");
    assertThat(open(file).pool().notes()).contains("npy:" + file + ": passed over: z.npy");
  }

  @Test
  void anArrayThatStandsTwiceIsRefused() throws IOException {
    Path file = write("x.npy", "y.npy");
    String content = Files.readString(file, StandardCharsets.ISO_8859_1);
    byte[] bytes = content.replace("y.npy", "x.npy").getBytes(StandardCharsets.ISO_8859_1);
    Files.write(file, bytes);
    assertThatThrownBy(() -> open(file)).hasMessageEndingWith("it holds an array twice");
  }
}
