package dev.bottleneck.autoencoder;

import dev.bottleneck.runtime.UserError;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Reads a matrix of floats or doubles from NumPy's {@code .npy}, format 1.0.
 *
 * <p>ND4J's own reader trusts the header's lengths in native code; a damaged file would end the
 * Java machine.
 */
public final class NpyReader {
  private static final byte[] MAGIC =
      "\u0093NUMPY\u0001\u0000".getBytes(StandardCharsets.ISO_8859_1);
  private static final Pattern HEADER =
      Pattern.compile(
          "\\{'descr': '(<f4|<f8)', 'fortran_order': (True|False),"
              + " 'shape': \\((\\d{1,9}), (\\d{1,9})\\),? ?\\}\\s*");

  private NpyReader() {}

  /** What a file of format 1.0 begins with. */
  static byte[] magic() {
    return MAGIC.clone();
  }

  /**
   * The matrix {@code [n, m]} in {@code file}, as floats.
   *
   * @throws UserError if it cannot be read, or holds something else, or a value that is not finite
   */
  public static INDArray read(Path file) {
    ByteBuffer bytes;
    try {
      bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    } catch (IOException e) {
      throw new UserError(file + ": cannot be read", e);
    }
    for (byte magic : MAGIC) {
      if (!bytes.hasRemaining() || bytes.get() != magic) {
        throw new UserError(file + ": no .npy file of format 1.0");
      }
    }
    int length = bytes.remaining() < 2 ? 0 : Short.toUnsignedInt(bytes.getShort());
    Matcher header =
        HEADER.matcher(
            new String(
                bytes.array(),
                bytes.position(),
                Math.min(length, bytes.remaining()),
                StandardCharsets.ISO_8859_1));
    if (length > bytes.remaining() || !header.matches()) {
      throw new UserError(file + ": not a matrix of 32- or 64-bit floats");
    }
    bytes.position(bytes.position() + length);
    return values(file, bytes, header);
  }

  private static INDArray values(Path file, ByteBuffer bytes, Matcher header) {
    int rows = Integer.parseInt(header.group(3));
    int columns = Integer.parseInt(header.group(4));
    boolean doubles = header.group(1).equals("<f8");
    long wanted = (long) rows * columns * (doubles ? Double.BYTES : Float.BYTES);
    if (wanted != bytes.remaining() || wanted == 0) {
      throw new UserError(
          file + ": damaged: " + bytes.remaining() + " bytes for a matrix of " + rows + " × "
              + columns);
    }
    boolean columnsFirst = header.group(2).equals("True");
    float[] values = new float[rows * columns];
    for (int i = 0; i < values.length; i++) {
      double value = doubles ? bytes.getDouble() : bytes.getFloat();
      values[i] = (float) value;
      if (!Float.isFinite(values[i])) {
        int row = columnsFirst ? i % rows : i / columns;
        throw new UserError(
            file + ": row " + row + " (from 0) holds " + value + ", which no finite float is");
      }
    }
    char order = columnsFirst ? 'f' : 'c';
    return Nd4j.createFromArray(values).castTo(DataType.FLOAT).reshape(order, rows, columns);
  }
}
