package dev.bottleneck.step.cuda.device;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.util.List;

/** A kernel's arguments in the host's memory, as whoever calls it takes them. */
public final class LaunchArguments {
  /** For the widest argument, and as all are aligned to their size, for any. */
  private static final int VALUE_BYTES = Long.BYTES;

  private LaunchArguments() {}

  /** What {@link #layOut} needs for so many. */
  public static long bytes(int count) {
    return count * (long) (VALUE_BYTES + Native.POINTER_SIZE);
  }

  /** Writes values, and after them pointers to them, which are returned. */
  public static Pointer layOut(List<Number> values, Pointer place) {
    Pointer pointers = place.share(values.size() * (long) VALUE_BYTES);
    for (int i = 0; i < values.size(); i++) {
      long at = i * (long) VALUE_BYTES;
      put(values.get(i), place, at);
      pointers.setPointer(i * (long) Native.POINTER_SIZE, place.share(at));
    }
    return pointers;
  }

  private static void put(Number value, Pointer to, long at) {
    if (value instanceof Long whole) {
      to.setLong(at, whole);
    } else if (value instanceof Integer whole) {
      to.setInt(at, whole);
    } else if (value instanceof Float real) {
      to.setFloat(at, real);
    } else if (value instanceof Double real) {
      to.setDouble(at, real);
    } else {
      throw new IllegalArgumentException("no argument of a kernel: " + value.getClass());
    }
  }
}
