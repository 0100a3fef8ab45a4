package dev.bottleneck.data;

import dev.bottleneck.runtime.UserError;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What stands before the numbers in NumPy's {@code .npy}, versions 1.0 to 3.0.
 *
 * <p>Layout: {@code \x93NUMPY}, major and minor version, the length of what follows (2 bytes in
 * version 1, else 4, little-endian), a Python dictionary with {@code descr}, {@code fortran_order}
 * and {@code shape}. Source: numpy.lib.format, NEP 1.
 *
 * @param type of each number; {@code null} for text
 * @param textLength characters of each text, 4 bytes each; 0 for numbers
 * @param order of a number's bytes
 * @param fortran whether the first index runs fastest
 * @param shape one size per dimension, none negative
 * @param bytes where the numbers begin
 */
record NpyHeader(
    ElementType type, int textLength, ByteOrder order, boolean fortran, long[] shape, int bytes) {
  private static final byte[] MAGIC = "\u0093NUMPY".getBytes(StandardCharsets.ISO_8859_1);
  private static final Pattern DESCR = Pattern.compile("'descr'\\s*:\\s*(\\[|'([^']*)')");
  private static final Pattern FORTRAN = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
  private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([\\d,L ]*)\\)");
  private static final Pattern TYPE = Pattern.compile("([<>|=])([a-zA-Z])(\\d{1,9})");

  /**
   * Reads the header that {@code in} begins with.
   *
   * @param name what errors call the file
   * @throws UserError if it is damaged, or of what cannot be examples
   */
  static NpyHeader read(String name, InputStream in) throws IOException {
    DataInputStream data = new DataInputStream(in);
    try {
      byte[] magic = new byte[MAGIC.length];
      data.readFully(magic);
      int version = data.readUnsignedByte();
      int minor = data.readUnsignedByte();
      if (!Arrays.equals(magic, MAGIC) || version < 1 || version > 3 || minor != 0) {
        throw new UserError(name + ": no .npy file of version 1 to 3");
      }
      int low = data.readUnsignedByte() | data.readUnsignedByte() << 8;
      int high = version == 1 ? 0 : data.readUnsignedByte() | data.readUnsignedByte() << 8;
      if (high != 0) {
        throw new UserError(name + ": damaged: its header is longer than 64 KiB");
      }
      byte[] text = new byte[low];
      data.readFully(text);
      int before = MAGIC.length + 2 + (version == 1 ? 2 : 4);
      return parse(name, new String(text, StandardCharsets.UTF_8), before + low);
    } catch (EOFException e) {
      throw new UserError(name + ": damaged: it ends within the header", e);
    }
  }

  private static NpyHeader parse(String name, String text, int bytes) {
    Matcher descr = DESCR.matcher(text);
    Matcher fortran = FORTRAN.matcher(text);
    Matcher shape = SHAPE.matcher(text);
    if (!text.startsWith("{") || !descr.find() || !fortran.find() || !shape.find()) {
      throw new UserError(name + ": damaged: its header names no descr, fortran_order and shape");
    }
    Matcher type = TYPE.matcher(descr.group(2) == null ? "" : descr.group(2));
    if (!type.matches()) {
      throw unusable(name, descr.group(2) == null ? "records" : "\"" + descr.group(2) + "\"");
    }
    boolean isText = type.group(2).equals("U");
    return new NpyHeader(
        isText ? null : elementType(name, type),
        isText ? Integer.parseInt(type.group(3)) : 0,
        type.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN,
        fortran.group(1).equals("True"),
        sizes(name, shape.group(1)),
        bytes);
  }

  private static ElementType elementType(String name, Matcher type) {
    return switch (type.group(2) + type.group(3)) {
      case "b1", "u1" -> ElementType.UINT8;
      case "i1" -> ElementType.INT8;
      case "u2" -> ElementType.UINT16;
      case "i2" -> ElementType.INT16;
      case "u4" -> ElementType.UINT32;
      case "i4" -> ElementType.INT32;
      case "u8" -> ElementType.UINT64;
      case "i8" -> ElementType.INT64;
      case "f2" -> ElementType.FLOAT16;
      case "f4" -> ElementType.FLOAT32;
      case "f8" -> ElementType.FLOAT64;
      default -> throw unusable(name, "\"" + type.group() + "\"");
    };
  }

  private static UserError unusable(String name, String type) {
    return new UserError(
        name
            + ": its numbers are "
            + type
            + ": save them as whole numbers of 8 to 64 bits or floats of 16 to 64, such as"
            + " x.astype('float32')");
  }

  private static long[] sizes(String name, String text) {
    try {
      return Arrays.stream(text.split(","))
          .map(String::strip)
          .filter(size -> !size.isEmpty())
          .mapToLong(size -> Long.parseLong(size.replace("L", "")))
          .toArray();
    } catch (NumberFormatException e) {
      throw new UserError(name + ": damaged: its shape is (" + text + ")", e);
    }
  }

  /** Bytes of one number or text. */
  long elementBytes() {
    return type == null ? 4L * textLength : type.bytes();
  }

  /**
   * How many numbers there are.
   *
   * @throws UserError if there is none, or more than can be counted
   */
  long count(String name) {
    long count = 1;
    for (long size : shape) {
      if (size < 1) {
        throw new UserError(name + ": it is empty: its shape is " + Arrays.toString(shape));
      }
      try {
        count = Math.multiplyExact(count, size);
        Math.multiplyExact(count, elementBytes());
      } catch (ArithmeticException e) {
        throw new UserError(name + ": damaged: its shape is " + Arrays.toString(shape), e);
      }
    }
    return count;
  }
}
