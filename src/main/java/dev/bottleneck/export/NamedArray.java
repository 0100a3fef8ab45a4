package dev.bottleneck.export;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.function.Supplier;

/** Floats in C order under a name, which are read when they are asked for. */
final class NamedArray {
  /** Floats that are turned into bytes at once. */
  private static final int BLOCK = 1 << 14;

  private final String name;
  private final long[] shape;
  private final Supplier<float[]> values;

  /**
   * @param values gives as many as {@code shape} says
   */
  NamedArray(String name, Supplier<float[]> values, long... shape) {
    this.name = name;
    this.values = values;
    this.shape = shape.clone();
  }

  String name() {
    return name;
  }

  long[] shape() {
    return shape.clone();
  }

  long length() {
    return Arrays.stream(shape).reduce(1, Math::multiplyExact);
  }

  long bytes() {
    return Math.multiplyExact(length(), Float.BYTES);
  }

  /** Reads the values. */
  float[] values() {
    float[] read = values.get();
    if (read.length != length()) {
      throw new IllegalStateException(
          name + ": " + read.length + " values of " + Arrays.toString(shape));
    }
    return read;
  }

  /** Writes values, little-endian. */
  static void write(float[] values, OutputStream out) throws IOException {
    ByteBuffer block =
        ByteBuffer.allocate(Math.min(BLOCK, values.length) * Float.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN);
    for (int from = 0; from < values.length; from += BLOCK) {
      int count = Math.min(BLOCK, values.length - from);
      block.asFloatBuffer().put(values, from, count);
      out.write(block.array(), 0, count * Float.BYTES);
    }
  }
}
