package dev.bottleneck.autoencoder;

import dev.bottleneck.runtime.UserError;
import dev.bottleneck.runtime.WholeFile;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ObjIntConsumer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import us.hebi.matlab.mat.format.Mat5;
import us.hebi.matlab.mat.types.MatlabType;
import us.hebi.matlab.mat.types.Matrix;
import us.hebi.matlab.mat.types.Sinks;

/**
 * A matrix {@code [n, m]} of floats for other programs: NumPy's {@code .npy}, {@code .csv} or
 * MATLAB's {@code .mat}, as the file's extension says.
 */
public enum MatrixFile {
  NPY {
    @Override
    void write(INDArray matrix, Optional<int[]> labels, String name, OutputStream out)
        throws IOException {
      out.write(Nd4j.toNpyByteArray(matrix));
    }
  },

  /** Every float to the digits that give it back; a last column holds the classes, if known. */
  CSV {
    @Override
    void write(INDArray matrix, Optional<int[]> labels, String name, OutputStream out) {
      PrintStream text = new PrintStream(out, false, StandardCharsets.UTF_8);
      StringBuilder line = new StringBuilder();
      for (long j = 1; j <= matrix.size(1); j++) {
        line.append(j == 1 ? "" : ",").append(name).append('_').append(j);
      }
      text.print(line.append(labels.isPresent() ? ",label\n" : "\n"));
      forEachRow(
          matrix,
          (row, i) -> {
            line.setLength(0);
            for (float value : row) {
              line.append(line.isEmpty() ? "" : ",").append(value);
            }
            labels.ifPresent(classes -> line.append(',').append(classes[i]));
            text.print(line.append('\n'));
          });
      text.flush();
    }
  },

  /** One variable of the given name, single precision; the classes, if known, in {@code label}. */
  MAT {
    @Override
    void write(INDArray matrix, Optional<int[]> labels, String name, OutputStream out)
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
      var file = Mat5.newMatFile().addArray(name, values);
      if (labels.isPresent()) {
        Matrix classes = Mat5.newMatrix(rows, 1, MatlabType.Int32);
        for (int i = 0; i < rows; i++) {
          classes.setInt(i, 0, labels.get()[i]);
        }
        file.addArray("label", classes);
      }
      // The library goes back to fill in lengths, which a stream cannot.
      ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(file.getUncompressedSerializedSize()));
      file.writeTo(Sinks.wrap(bytes));
      out.write(bytes.array(), 0, bytes.position());
    }
  };

  abstract void write(INDArray matrix, Optional<int[]> labels, String name, OutputStream out)
      throws IOException;

  /** Whether {@code file} has the extension of one of these. */
  public static boolean matches(Path file) {
    return find(file).isPresent();
  }

  /** Rows read at once: each reading from a GPU waits for it. */
  private static final int BLOCK = 1_000;

  /** Hands out the rows of a c-ordered {@code matrix} and their numbers, in order. */
  private static void forEachRow(INDArray matrix, ObjIntConsumer<float[]> taker) {
    int width = Math.toIntExact(matrix.size(1));
    for (int from = 0; from < matrix.size(0); from += BLOCK) {
      int to = (int) Math.min(matrix.size(0), from + BLOCK);
      INDArray block = matrix.get(NDArrayIndex.interval(from, to), NDArrayIndex.all());
      float[] values = block.dup('c').data().asFloat();
      for (int i = from; i < to; i++) {
        int start = (i - from) * width;
        taker.accept(Arrays.copyOfRange(values, start, start + width), i);
      }
    }
  }

  /**
   * The form that the extension of {@code file} names.
   *
   * @throws UserError if it names none
   */
  public static MatrixFile of(Path file) {
    return find(file)
        .orElseThrow(() -> new UserError(file + ": the extension must be .npy, .csv or .mat"));
  }

  private static Optional<MatrixFile> find(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return Arrays.stream(values())
        .filter(form -> name.endsWith("." + form.name().toLowerCase(Locale.ROOT)))
        .findFirst();
  }

  /**
   * Writes {@code matrix} to {@code file}, whole, in the form of its extension.
   *
   * @param labels of the rows, if known
   * @param name of MATLAB's variable, and what CSV's columns begin with
   */
  public static void write(Path file, INDArray matrix, Optional<int[]> labels, String name)
      throws IOException {
    MatrixFile form = of(file);
    WholeFile.write(file, out -> form.writeTo(out, matrix, labels, name));
  }

  /** The same into a stream. */
  public void writeTo(OutputStream out, INDArray matrix, Optional<int[]> labels, String name)
      throws IOException {
    write(matrix.castTo(DataType.FLOAT).dup('c'), labels, name, out);
  }
}
