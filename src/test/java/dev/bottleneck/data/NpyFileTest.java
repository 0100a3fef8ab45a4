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
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NpyFileTest {
  @TempDir private Path folder;

  /** As numpy.save writes it. */
  private static byte[] npy(int version, String descr, boolean fortran, String shape, byte[] data) {
    String header =
        "{'descr': '%s', 'fortran_order': %s, 'shape': %s, }"
            .formatted(descr, fortran ? "True" : "False", shape);
    int before = 8 + (version == 1 ? 2 : 4);
    int padded = (before + header.length() + 1 + 63) / 64 * 64 - before;
    ByteBuffer bytes =
        ByteBuffer.allocate(before + padded + data.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes
        .put("\u0093NUMPY".getBytes(StandardCharsets.ISO_8859_1))
        .put((byte) version)
        .put((byte) 0);
    if (version == 1) {
      bytes.putShort((short) padded);
    } else {
      bytes.putInt(padded);
    }
    bytes.put((header + " ".repeat(padded - header.length() - 1) + "\n").getBytes());
    return bytes.put(data).array();
  }

  private Path write(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }

  private static byte[] counting(int bytes) {
    byte[] data = new byte[bytes];
    for (int i = 0; i < bytes; i++) {
      data[i] = (byte) i;
    }
    return data;
  }

  private Dataset open(byte[] bytes) throws IOException {
    Path file = write("x.npy", bytes);
    return Datasets.open("npy:" + file, DataOptions.of(Map.of(), folder)).pool();
  }

  private static byte[] floats(ByteOrder order, float... values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(order);
    for (float value : values) {
      bytes.putFloat(value);
    }
    return bytes.array();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void readsEveryVersion(int version) throws IOException {
    Dataset data =
        open(npy(version, "<f4", false, "(2, 2)", floats(ByteOrder.LITTLE_ENDIAN, -3, 7, 0, 1)));
    assertThat(data.features().toFloatMatrix()).isDeepEqualTo(new float[][] {{-3, 7}, {0, 1}});
    assertThat(data.notes().get(0)).contains("2 vectors of 2 values, float32", "no classes");
  }

  @Test
  void readsEitherOrderOfBytesAndIndices() throws IOException {
    float[][] expected = {{1, 2, 3}, {4, 5, 6}};
    assertThat(
            open(npy(1, ">f4", false, "(2, 3)", floats(ByteOrder.BIG_ENDIAN, 1, 2, 3, 4, 5, 6)))
                .features()
                .toFloatMatrix())
        .isDeepEqualTo(expected);
    assertThat(
            open(npy(1, "<f4", true, "(2, 3)", floats(ByteOrder.LITTLE_ENDIAN, 1, 4, 2, 5, 3, 6)))
                .features()
                .toFloatMatrix())
        .isDeepEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"|u1, 1", "|b1, 1", "|i1, 1", "<u2, 2", "<i2, 2", "<u4, 4", "<i8, 8", "<u8, 8"})
  void takesWholeNumbersAsTheyAre(String descr, int bytes) throws IOException {
    byte[] data = new byte[3 * bytes];
    for (int i = 0; i < 3; i++) {
      data[i * bytes] = (byte) (10 + i);
    }
    assertThat(open(npy(1, descr, false, "(3,)", data)).features().toFloatMatrix())
        .isDeepEqualTo(new float[][] {{10}, {11}, {12}});
  }

  /** All four ways to store two images of 2×4 in three colours hold the same examples. */
  @Test
  void putsChannelsFirst() throws IOException {
    SampleShape shape = new SampleShape(2, 4, 3);
    for (boolean last : new boolean[] {false, true}) {
      for (boolean fortran : new boolean[] {false, true}) {
        int[] sizes = last ? new int[] {2, 2, 4, 3} : new int[] {2, 3, 2, 4};
        byte[] data = new byte[48];
        for (int n = 0; n < 2; n++) {
          for (int c = 0; c < 3; c++) {
            for (int y = 0; y < 2; y++) {
              for (int x = 0; x < 4; x++) {
                int[] at = last ? new int[] {n, y, x, c} : new int[] {n, c, y, x};
                data[place(at, sizes, fortran)] = (byte) (n * 100 + c * 20 + y * 5 + x);
              }
            }
          }
        }
        String text = last ? "(2, 2, 4, 3)" : "(2, 3, 2, 4)";
        Dataset images = open(npy(1, "|u1", fortran, text, data));
        assertThat(images.shape()).isEqualTo(shape);
        float[] second = images.features().getRow(1).toFloatVector();
        assertThat(second)
            .startsWith(100, 101, 102, 103, 105, 106, 107, 108, 120)
            .endsWith(146, 147, 148);
      }
    }
  }

  private static int place(int[] at, int[] sizes, boolean fortran) {
    int place = 0;
    for (int d = 0; d < 4; d++) {
      int dimension = fortran ? 3 - d : d;
      place = place * sizes[dimension] + at[dimension];
    }
    return place;
  }

  @Test
  void takesClassesFromASecondFile() throws IOException {
    Path x = write("x.npy", npy(1, "|u1", false, "(4, 2)", counting(8)));
    Path y = write("y.npy", npy(1, "<i2", false, "(4,)", new byte[] {10, 0, 2, 0, 10, 0, 1, 0}));
    Path text = Files.writeString(folder.resolve("y.txt"), "ankle\nbag\nankle\ncoat\n");
    Path names = write("n.npy", npy(1, "<U2", false, "(4, 1)", utf32("b", "a", "b", "ä")));
    assertThat(labelled(x, y).classNames()).containsExactly("1", "2", "10");
    assertThat(labelled(x, y).labels().orElseThrow()).containsExactly(2, 1, 2, 0);
    assertThat(labelled(x, y).sources()).containsOnlyKeys("x.npy", "y.npy");
    assertThat(labelled(x, text).classNames()).containsExactly("ankle", "bag", "coat");
    assertThat(labelled(x, names).classNames()).containsExactly("a", "b", "ä");
    Files.writeString(text, "ankle\nbag\n");
    assertThatThrownBy(() -> labelled(x, text))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("2 classes for the 4 examples");
  }

  private static byte[] utf32(String... texts) {
    ByteBuffer bytes = ByteBuffer.allocate(8 * texts.length).order(ByteOrder.LITTLE_ENDIAN);
    for (String text : texts) {
      bytes.putInt(text.codePointAt(0)).putInt(0);
    }
    return bytes.array();
  }

  private Dataset labelled(Path x, Path y) {
    DataOptions options = DataOptions.of(Map.of(), folder);
    return Datasets.open(
            "npy:" + x, options.withReading(options.reading().withLabels(y.toString())))
        .pool();
  }

  @Test
  void refusesWhatIsNotFiniteByItsRow() {
    byte[] bytes =
        npy(1, "<f4", false, "(2, 2)", floats(ByteOrder.LITTLE_ENDIAN, 0, 1, Float.NaN, 2));
    assertThatThrownBy(() -> open(bytes))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("row 1, value 0 (both from 0) is NaN");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "<c8; (2, 2); its numbers are \"<c8\"",
        "|O; (2, 2); its numbers are",
        "<M8[s]; (2, 2); its numbers are",
        "|u1; (0, 2); it is empty",
        "|u1; (); declares",
        "|u1; (1, 1, 2, 2, 1); its shape is [1, 1, 2, 2, 1]",
        "|u1; (1, 2, 1, 2); must be 1 or 3",
        "|u1; (3, 2); declares",
        "|u1; (9999999999, 9999999999); damaged",
        "|u1; (2, -2); damaged",
        "<U3; (2, 2); declares"
      })
  void refusesWhatCannotBeExamplesInOneLine(String descr, String shape, String message) {
    assertThatThrownBy(() -> open(npy(1, descr, false, shape, counting(4))))
        .isInstanceOf(UserError.class)
        .hasMessageContaining(message)
        .message()
        .doesNotContain("\n");
  }

  /** Every truncation and a few hundred changed bytes: read, or refused in one line. */
  @Test
  void survivesDamage() throws IOException {
    byte[] good = npy(1, "<f4", false, "(2, 2)", floats(ByteOrder.LITTLE_ENDIAN, 0, 1, .5f, 2));
    Random random = new Random(7);
    int refused = 0;
    for (int i = 0; i < good.length + 400; i++) {
      byte[] bad = i < good.length ? Arrays.copyOf(good, i) : good.clone();
      if (i >= good.length) {
        bad[random.nextInt(bad.length)] ^= 1 << random.nextInt(8);
      }
      try {
        open(bad);
      } catch (UserError e) {
        assertThat(e.getMessage()).doesNotContain("\n");
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(good.length);
  }
}
