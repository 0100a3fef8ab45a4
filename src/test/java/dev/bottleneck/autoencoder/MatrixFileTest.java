package dev.bottleneck.autoencoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bottleneck.data.Datasets;
import dev.bottleneck.runtime.UserError;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import us.hebi.matlab.mat.format.Mat5;
import us.hebi.matlab.mat.types.Matrix;

class MatrixFileTest {
  private static final float[][] VALUES = {{1, -0.1f, 1e-30f}, {Float.MAX_VALUE, 0.33333334f, 5}};
  private static final Optional<RowClasses> LABELS =
      classes("0", "1", "2", "3", "4", "5", "6", "7");
  private static final Optional<RowClasses> NAMED =
      classes("ankle, left", "1", "2", "3", "4", "5", "6", "Tasche \u00e4");

  private static Optional<RowClasses> classes(String... names) {
    return Optional.of(new RowClasses(new int[] {7, 0}, List.of(names)));
  }

  @TempDir Path folder;

  private Path write(String name, Optional<RowClasses> labels) throws IOException {
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
    assertThat(Datasets.matrix(file).features().toFloatMatrix()).isDeepEqualTo(VALUES);
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

  /** What a spreadsheet would carry out as a formula is text. */
  @Test
  void csvsColumnsAreCalledAsTheyAreAskedToBe() throws IOException {
    Path file = folder.resolve("named.csv");
    INDArray matrix = Nd4j.createFromArray(VALUES);
    List<String> columns = List.of("sepal length", "a, \"b\"", "=1+1");
    MatrixFile.write(file, matrix, LABELS, new MatrixNames("value", columns));
    assertThat(Files.readAllLines(file).get(0))
        .isEqualTo("sepal length,\"a, \"\"b\"\"\",'=1+1,label");
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
      assertThat(cells[3]).isEqualTo("" + LABELS.get().labels()[i]);
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

  @Test
  void classesThatHaveNamesAreNamed() throws IOException {
    List<String> lines = Files.readAllLines(write("named.csv", NAMED));
    assertThat(lines.get(0)).endsWith("_3,label,className");
    assertThat(lines.get(1)).endsWith(",7,Tasche \u00e4");
    assertThat(lines.get(2)).endsWith(",0,\"ankle, left\"");
    try (var file = Mat5.readFromFile(write("named.mat", NAMED).toFile())) {
      assertThat(file.getCell("classNames").getChar(0, 0).getString()).isEqualTo("ankle, left");
      assertThat(file.getCell("classNames").getChar(7, 0).getString()).isEqualTo("Tasche \u00e4");
      assertThat(file.getMatrix("label").getInt(0, 0)).isEqualTo(7);
    }
    assertThat(NAMED.get().legend()).startsWith("0 = ankle, left, 1 = 1").contains("7 = Tasche");
    assertThat(LABELS.get().named()).isFalse();
  }

  /** As a disk that is full after so many bytes. */
  private static OutputStream full(int bytes) {
    return new OutputStream() {
      private int left = bytes;

      @Override
      public void write(int b) throws IOException {
        if (left-- <= 0) {
          throw new IOException("No space left on device");
        }
      }
    };
  }

  @ParameterizedTest
  @EnumSource(MatrixFile.class)
  void aDiskThatIsFullIsSeenWhereverItEnds(MatrixFile form) throws IOException {
    INDArray matrix = Nd4j.arange(3_000).castTo(DataType.FLOAT).reshape(1_000, 3);
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    form.writeTo(whole, matrix, Optional.empty(), MatrixNames.numbered("code"));
    for (int room = 0; room < whole.size(); room += 997) {
      OutputStream disk = full(room);
      assertThatThrownBy(
              () -> form.writeTo(disk, matrix, Optional.empty(), MatrixNames.numbered("code")))
          .as(form + " after " + room)
          .isInstanceOf(IOException.class)
          .hasMessage("No space left on device");
    }
    form.writeTo(full(whole.size()), matrix, Optional.empty(), MatrixNames.numbered("code"));
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void valuesThatAreNotFiniteAreRefusedByRow(float value) {
    for (String name : List.of("codes.npy", "codes.csv", "codes.mat")) {
      Path file = folder.resolve("refused").resolve(name);
      INDArray matrix = Nd4j.zeros(DataType.FLOAT, 1_200, 3);
      matrix.putScalar(1_100, 2, value);
      assertThatThrownBy(() -> MatrixFile.write(file, matrix, Optional.empty(), "code"))
          .isInstanceOf(UserError.class)
          .hasMessageContaining(name + " was not written: value 2 of row 1100 (both from 0) is");
      assertThat(file.getParent()).doesNotExist();
    }
  }

  @Test
  void pathsThatNameNoFileHaveNoForm() {
    assertThat(MatrixFile.matches(Path.of("/"))).isFalse();
    assertThat(MatrixFile.of(Path.of("S.CSV"))).isEqualTo(MatrixFile.CSV);
    assertThat(MatrixFile.of(Path.of("a.b.Npy"))).isEqualTo(MatrixFile.NPY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "1abc",
        "my-code",
        "a,b",
        "a b",
        "a.b",
        "_a",
        "\u00e4",
        "a\n",
        "\"a\"",
        "for",
        "end",
        "label",
        "labels",
        "className",
        "classNames",
        "a23456789012345678901234567890123456789012345678901234567890abcd"
      })
  void aNameThatSomeProgramDoesNotTakeIsRefused(String name) {
    assertThatThrownBy(() -> VariableName.require("--variable", name))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith("--variable is '" + name + "': ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "code",
        "x",
        "encoder_",
        "Code_2",
        "For",
        "ends",
        "label_1",
        "a23456789012345678901234567890123456789012345678901234567890abc"
      })
  void otherNamesAreTaken(String name) {
    assertThatCode(() -> VariableName.require("--variable", name)).doesNotThrowAnyException();
  }
}
