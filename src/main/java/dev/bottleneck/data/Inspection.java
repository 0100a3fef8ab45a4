package dev.bottleneck.data;

import dev.bottleneck.data.Dataset.Value;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.Optional;

/**
 * What one pass over all values tells of them.
 *
 * @param sha256 over the shape, the values (little-endian floats, c-order) and the labels
 *     (little-endian ints)
 * @param lowest the smallest finite value and where it first stands
 * @param highest the largest finite value and where it first stands
 * @param notFinite the first value that is NaN or infinite
 */
record Inspection(String sha256, Value lowest, Value highest, Optional<Value> notFinite) {
  static Inspection of(Dataset data, int[] labels) {
    Pass pass = new Pass(data.values().length());
    MessageDigest digest = Sha256.digest();
    SampleShape shape = data.shape();
    digest.update(
        ints(data.size(), shape.height(), shape.width(), shape.channels(), data.classes()));
    data.values()
        .read(
            (first, rows, block) -> {
              pass.see(first, rows, block);
              digest.update(pass.bytes(block, rows * pass.length));
            });
    if (labels != null) {
      digest.update(ints(labels));
    }
    return new Inspection(
        Sha256.hex(digest.digest()), pass.lowest, pass.highest, Optional.ofNullable(pass.bad));
  }

  private static final class Pass {
    private final int length;
    private Value lowest = new Value(Float.POSITIVE_INFINITY, -1, -1);
    private Value highest = new Value(Float.NEGATIVE_INFINITY, -1, -1);
    private Value bad;
    private ByteBuffer bytes = ByteBuffer.allocate(0);

    private Pass(int length) {
      this.length = length;
    }

    private void see(int first, int rows, float[] block) {
      float low = lowest.value();
      float high = highest.value();
      for (int i = 0; i < rows * length; i++) {
        float value = block[i];
        // Both comparisons are false of NaN, whose difference from itself is not 0.
        if (value < low || value > high || value - value != 0) {
          take(value, first + i / length, i % length);
          low = lowest.value();
          high = highest.value();
        }
      }
    }

    /** The first {@code count} values, in memory that the next ones overwrite. */
    private ByteBuffer bytes(float[] values, int count) {
      if (bytes.capacity() < count * Float.BYTES) {
        bytes = ByteBuffer.allocate(count * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      }
      bytes.clear();
      bytes.asFloatBuffer().put(values, 0, count);
      return bytes.limit(count * Float.BYTES);
    }

    private void take(float value, int row, int column) {
      Value place = new Value(value, row, column);
      if (!Float.isFinite(value)) {
        bad = bad == null ? place : bad;
        return;
      }
      lowest = value < lowest.value() ? place : lowest;
      highest = value > highest.value() ? place : highest;
    }
  }

  private static ByteBuffer ints(int... values) {
    ByteBuffer bytes = ByteBuffer.allocate(values.length * Integer.BYTES);
    bytes.order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().put(values);
    return bytes;
  }
}
