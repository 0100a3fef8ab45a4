package dev.bottleneck.autoencoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bottleneck.runtime.UserError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import us.hebi.matlab.mat.format.Mat5;
import us.hebi.matlab.mat.types.Matrix;

class MatrixFileTest {
  private static final float[][] VALUES = {{1, -0.1f, 1e-30f}, {Float.MAX_VALUE, 0.33333334f, 5}};
  private static final Optional<int[]> LABELS = Optional.of(new int[] {7, 0});

  @TempDir Path folder;

  private Path write(String name, Optional<int[]> labels) throws IOException {
    Path file = folder.resolve(name);
    // A view in another order, as a network may give.
    INDArray matrix = Nd4j.createFromArray(VALUES).dup('f');
    MatrixFile.write(file, matrix, labels, "encoder_");
    return file;
  }

  /** The bytes are those of NumPy's format 1.0. */
  @Test
  void npyHoldsTheFloatsInOrder() throws IOException {
    Path file = write("codes.npy", LABELS);
    byte[] bytes = Files.readAllBytes(file);
    assertThat(new String(bytes, 1, 5, StandardCharsets.ISO_8859_1)).isEqualTo("NUMPY");
    assertThat(new String(bytes, 10, 60, StandardCharsets.ISO_8859_1))
        .contains("'descr': '<f4', 'fortran_order': False, 'shape': (2, 3)");
    assertThat(NpyReader.read(file).toFloatMatrix()).isDeepEqualTo(VALUES);
  }

  @Test
  void npyOfDoublesInFortransOrderIsReadAsWell() throws IOException {
    Path file = folder.resolve("f.npy");
    String header = "{'descr': '<f8', 'fortran_order': True, 'shape': (1, 2), }     \n";
    var bytes = java.nio.ByteBuffer.allocate(10 + header.length() + 16);
    bytes.order(java.nio.ByteOrder.LITTLE_ENDIAN);
    bytes.put("\u0093NUMPY\u0001\u0000".getBytes(StandardCharsets.ISO_8859_1));
    bytes.putShort((short) header.length());
    bytes.put(header.getBytes(StandardCharsets.ISO_8859_1)).putDouble(0.5).putDouble(-2);
    Files.write(file, bytes.array());
    assertThat(NpyReader.read(file).toFloatMatrix()).isDeepEqualTo(new float[][] {{0.5f, -2}});
  }

  /** Rows are read a thousand at a time. */
  @Test
  void longMatricesKeepTheirRows() throws IOException {
    INDArray matrix = Nd4j.arange(4_002).castTo(DataType.FLOAT).reshape(2_001, 2);
    Path file = folder.resolve("long.csv");
    MatrixFile.write(file, matrix, Optional.empty(), "code");
    List<String> lines = Files.readAllLines(file);
    assertThat(lines).hasSize(2_002);
    for (int i = 0; i < 2_001; i++) {
      assertThat(lines.get(i + 1)).isEqualTo(2.0f * i + "," + (2.0f * i + 1));
    }
  }

  @Test
  void aDamagedNpyIsRefused() throws IOException {
    byte[] whole = Files.readAllBytes(write("codes.npy", LABELS));
    Path file = folder.resolve("damaged.npy");
    for (int length = 0; length < whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> NpyReader.read(file))
          .isInstanceOf(UserError.class)
          .hasMessageContaining("damaged.npy: ");
    }
  }

  @Test
  void csvGivesEveryFloatBack() throws IOException {
    var lines = Files.readAllLines(write("codes.csv", LABELS));
    assertThat(lines.get(0)).isEqualTo("encoder__1,encoder__2,encoder__3,label");
    for (int i = 0; i < 2; i++) {
      String[] cells = lines.get(i + 1).split(",");
      for (int j = 0; j < 3; j++) {
        assertThat(Float.parseFloat(cells[j])).isEqualTo(VALUES[i][j]);
      }
      assertThat(cells[3]).isEqualTo("" + LABELS.get()[i]);
    }
    assertThat(Files.readAllLines(write("plain.csv", Optional.empty())).get(0))
        .doesNotContain("label");
  }

  @Test
  void matHoldsTheVariable() throws IOException {
    try (var file = Mat5.readFromFile(write("codes.MAT", LABELS).toFile())) {
      Matrix codes = file.getMatrix("encoder_");
      assertThat(codes.getDimensions()).containsExactly(2, 3);
      assertThat(codes.getFloat(1, 0)).isEqualTo(VALUES[1][0]);
      assertThat(codes.getFloat(0, 1)).isEqualTo(VALUES[0][1]);
      assertThat(file.getMatrix("label").getInt(0, 0)).isEqualTo(7);
    }
  }

  @Test
  void anotherExtensionIsRefused() {
    assertThatThrownBy(() -> write("codes.xls", LABELS))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("the extension must be .npy, .csv or .mat");
  }
}
