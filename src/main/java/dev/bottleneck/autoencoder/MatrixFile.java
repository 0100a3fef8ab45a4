package dev.bottleneck.autoencoder;

import dev.bottleneck.report.MetricsCsv;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.runtime.WholeFile;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import us.hebi.matlab.mat.format.Mat5;
import us.hebi.matlab.mat.types.Cell;
import us.hebi.matlab.mat.types.MatlabType;
import us.hebi.matlab.mat.types.Matrix;
import us.hebi.matlab.mat.types.Sinks;

/**
 * A matrix {@code [n, m]} of floats for other programs: NumPy's {@code .npy}, {@code .csv} or
 * MATLAB's {@code .mat}, as the file's extension says.
 */
public enum MatrixFile {
  /** It has no place for the classes. */
  NPY {
    @Override
    public void writeTo(
        OutputStream out, INDArray matrix, Optional<RowClasses> classes, MatrixNames names)
        throws IOException {
      OutputStream buffered = new BufferedOutputStream(out, 1 << 16);
      buffered.write(NpyHead.ofFloats(matrix.size(0), matrix.size(1)));
      ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(matrix.size(1) * Float.BYTES));
      bytes.order(ByteOrder.LITTLE_ENDIAN);
      forEachRow(
          matrix,
          (row, i) -> {
            bytes.asFloatBuffer().put(row);
            buffered.write(bytes.array());
          });
      buffered.flush();
    }
  },

  /**
   * Every float to the digits that give it back (RFC 4180, UTF-8). Two last columns hold the number
   * and the name of each row's class, if known.
   */
  CSV {
    @Override
    public void writeTo(
        OutputStream out, INDArray matrix, Optional<RowClasses> classes, MatrixNames names)
        throws IOException {
      // No PrintStream: it keeps to itself that the disk is full.
      Writer text = new OutputStreamWriter(out, StandardCharsets.UTF_8);
      StringBuilder line = new StringBuilder();
      for (int j = 1; j <= matrix.size(1); j++) {
        line.append(j == 1 ? "" : ",").append(quoted(MetricsCsv.harmless(names.column(j))));
      }
      boolean named = classes.isPresent() && classes.get().named();
      line.append(classes.isPresent() ? ",label" : "").append(named ? ",className" : "");
      text.append(line.append('\n'));
      forEachRow(
          matrix,
          (row, i) -> {
            line.setLength(0);
            for (float value : row) {
              line.append(line.isEmpty() ? "" : ",").append(value);
            }
            classes.ifPresent(known -> line.append(',').append(known.labels()[i]));
            line.append(named ? "," + quoted(MetricsCsv.harmless(classes.get().name(i))) : "");
            text.append(line.append('\n'));
          });
      text.flush();
    }
  },

  /**
   * One variable of the given name, single precision; each row's class, if known, in {@code label},
   * and the names of the classes in the cell array {@code classNames}, that of class 0 first.
   */
  MAT {
    @Override
    public void writeTo(
        OutputStream out, INDArray matrix, Optional<RowClasses> classes, MatrixNames names)
        throws IOException {
      int rows = Math.toIntExact(matrix.size(0));
      Matrix values = Mat5.newMatrix(rows, (int) matrix.size(1), MatlabType.Single);
      forEachRow(
          matrix,
          (row, i) -> {
            for (int j = 0; j < row.length; j++) {
              values.setFloat(i, j, row[j]);
            }
          });
      var file = Mat5.newMatFile().addArray(names.variable(), values);
      if (classes.isPresent()) {
        Matrix labels = Mat5.newMatrix(rows, 1, MatlabType.Int32);
        for (int i = 0; i < rows; i++) {
          labels.setInt(i, 0, classes.get().labels()[i]);
        }
        file.addArray("label", labels);
        if (classes.get().named()) {
          file.addArray("classNames", cells(classes.get()));
        }
      }
      // The library goes back to fill in lengths, which a stream cannot.
      ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(file.getUncompressedSerializedSize()));
      file.writeTo(Sinks.wrap(bytes));
      out.write(bytes.array(), 0, bytes.position());
    }
  };

  /** Rows read at once: each reading from a GPU waits for it. */
  private static final int BLOCK = 1_000;

  @FunctionalInterface
  private interface RowTaker {
    void take(float[] row, int number) throws IOException;
  }

  /** Hands out the rows of {@code matrix} and their numbers, in order. */
  private static void forEachRow(INDArray matrix, RowTaker taker) throws IOException {
    int width = Math.toIntExact(matrix.size(1));
    for (int from = 0; from < matrix.size(0); from += BLOCK) {
      int to = (int) Math.min(matrix.size(0), from + BLOCK);
      INDArray block = matrix.get(NDArrayIndex.interval(from, to), NDArrayIndex.all());
      float[] values = block.castTo(DataType.FLOAT).dup('c').data().asFloat();
      for (int i = from; i < to; i++) {
        int start = (i - from) * width;
        taker.take(Arrays.copyOfRange(values, start, start + width), i);
      }
    }
  }

  private static String quoted(String cell) {
    boolean special = cell.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return special ? '"' + cell.replace("\"", "\"\"") + '"' : cell;
  }

  private static Cell cells(RowClasses classes) {
    Cell cells = Mat5.newCell(classes.names().size(), 1);
    for (int i = 0; i < classes.names().size(); i++) {
      cells.set(i, Mat5.newString(classes.names().get(i)));
    }
    return cells;
  }

  /** Whether {@code file} has the extension of one of these. */
  public static boolean matches(Path file) {
    return find(file).isPresent();
  }

  /**
   * The form that the extension of {@code file} names, in capitals or not.
   *
   * @throws UserError if it names none
   */
  public static MatrixFile of(Path file) {
    return find(file)
        .orElseThrow(() -> new UserError(file + ": the extension must be .npy, .csv or .mat"));
  }

  private static Optional<MatrixFile> find(Path file) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    return Arrays.stream(values())
        .filter(form -> name.endsWith("." + form.name().toLowerCase(Locale.ROOT)))
        .findFirst();
  }

  /**
   * Writes {@code matrix} to {@code file}, whole, in the form of its extension.
   *
   * @param classes of the rows, if known
   * @param name of MATLAB's variable, and what CSV's columns begin with; see {@link VariableName}
   * @throws UserError if a value is not finite
   */
  public static void write(Path file, INDArray matrix, Optional<RowClasses> classes, String name)
      throws IOException {
    write(file, matrix, classes, MatrixNames.numbered(name));
  }

  /**
   * The same with names of CSV's columns.
   *
   * @throws UserError if a value is not finite
   */
  public static void write(
      Path file, INDArray matrix, Optional<RowClasses> classes, MatrixNames names)
      throws IOException {
    MatrixFile form = of(file);
    forEachRow(matrix, (row, i) -> requireFinite(file, row, i));
    WholeFile.write(file, out -> form.writeTo(out, matrix, classes, names));
  }

  private static void requireFinite(Path file, float[] row, int number) {
    for (int j = 0; j < row.length; j++) {
      if (!Float.isFinite(row[j])) {
        throw new UserError(
            file
                + " was not written: value "
                + j
                + " of row "
                + number
                + " (both from 0) is "
                + row[j]
                + ": look at that example, and at how the model was trained");
      }
    }
  }

  /** The same into a stream, whatever the values. */
  public abstract void writeTo(
      OutputStream out, INDArray matrix, Optional<RowClasses> classes, MatrixNames names)
      throws IOException;
}
