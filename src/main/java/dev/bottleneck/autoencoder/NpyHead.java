package dev.bottleneck.autoencoder;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/** What a {@code .npy} of floats begins with, in format 1.0 (NumPy's NEP 1). */
public final class NpyHead {
  private static final String MAGIC = "\u0093NUMPY\u0001\u0000";
  private static final int HEAD = 10;
  private static final int ALIGNMENT = 64;

  private NpyHead() {}

  /** That of little-endian floats in c-order. */
  public static byte[] ofFloats(long... shape) {
    String sizes = Arrays.stream(shape).mapToObj(Long::toString).collect(Collectors.joining(", "));
    // Of one size, Python wants to see a tuple.
    String tuple = shape.length == 1 ? sizes + "," : sizes;
    String text = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + tuple + "), }";
    int length = (HEAD + text.length() + ALIGNMENT) / ALIGNMENT * ALIGNMENT;
    String padded = text + " ".repeat(length - HEAD - text.length() - 1) + "\n";
    ByteBuffer head = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    head.put(MAGIC.getBytes(StandardCharsets.ISO_8859_1)).putShort((short) padded.length());
    return head.put(padded.getBytes(StandardCharsets.US_ASCII)).array();
  }
}
