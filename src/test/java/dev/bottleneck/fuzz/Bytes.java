package dev.bottleneck.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Changes bytes, whatever they mean. */
final class Bytes {
  /** Where lengths, sizes and counters turn over. */
  private static final long[] NUMBERS = {
    0,
    1,
    -1,
    2,
    7,
    16,
    64,
    100,
    127,
    128,
    255,
    256,
    1_000,
    4_096,
    32_767,
    32_768,
    65_535,
    65_536,
    1 << 24,
    Integer.MAX_VALUE,
    Integer.MIN_VALUE,
    1L << 32,
    Long.MAX_VALUE,
    Long.MIN_VALUE
  };

  /** Most of what a header says stands there. */
  private static final int HEADER = 64;

  private Bytes() {}

  /** What a broken disk or line does: no checksum may miss it. */
  static byte[] damaged(byte[] content, byte[] other, SplittableRandom random) {
    byte[] changed = content.clone();
    switch (random.nextInt(6)) {
      case 0 -> changed = Arrays.copyOf(content, random.nextInt(content.length + 1));
      case 1 -> Arrays.fill(changed, from(content, random), content.length, (byte) 0);
      case 2 -> changed = inserted(content, random);
      case 3 -> changed = removed(content, random);
      default -> {
        for (int i = random.nextInt(4); i >= 0 && changed.length > 0; i--) {
          int at = place(changed, random);
          changed[at] ^= (byte) (random.nextBoolean() ? 1 << random.nextInt(8) : random.nextInt());
        }
      }
    }
    return changed;
  }

  /** What someone may do who knows the format: headers, repetitions, pieces of another file. */
  static byte[] forged(byte[] content, byte[] other, SplittableRandom random) {
    return switch (random.nextInt(5)) {
      case 0 -> joined(content, from(content, random), other, from(other, random));
      case 1 -> repeated(content, random);
      case 2, 3 -> withNumber(content, random);
      default -> damaged(content, other, random);
    };
  }

  private static int from(byte[] content, SplittableRandom random) {
    return random.nextInt(content.length + 1);
  }

  private static int place(byte[] content, SplittableRandom random) {
    return random.nextInt(
        random.nextInt(3) == 0 ? Math.min(HEADER, content.length) : content.length);
  }

  private static byte[] joined(byte[] head, int headEnd, byte[] tail, int tailBegin) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(head, 0, headEnd);
    bytes.write(tail, tailBegin, tail.length - tailBegin);
    return bytes.toByteArray();
  }

  private static byte[] inserted(byte[] content, SplittableRandom random) {
    byte[] piece = new byte[1 + random.nextInt(16)];
    for (int i = 0; i < piece.length; i++) {
      piece[i] = (byte) random.nextInt();
    }
    int at = from(content, random);
    byte[] head = joined(content, at, piece, 0);
    return joined(head, head.length, content, at);
  }

  private static byte[] removed(byte[] content, SplittableRandom random) {
    int begin = from(content, random);
    int end = Math.min(content.length, begin + 1 + random.nextInt(32));
    return joined(content, begin, content, end);
  }

  private static byte[] repeated(byte[] content, SplittableRandom random) {
    int begin = from(content, random);
    return joined(content, content.length, content, begin);
  }

  private static byte[] withNumber(byte[] content, SplittableRandom random) {
    byte[] changed = content.clone();
    int width = 1 << random.nextInt(4);
    if (changed.length >= width) {
      int at = Math.min(place(changed, random), changed.length - width);
      ByteBuffer buffer = ByteBuffer.wrap(changed);
      buffer.order(random.nextBoolean() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
      long number = NUMBERS[random.nextInt(NUMBERS.length)];
      switch (width) {
        case 1 -> buffer.put(at, (byte) number);
        case 2 -> buffer.putShort(at, (short) number);
        case 4 -> buffer.putInt(at, (int) number);
        default -> buffer.putLong(at, number);
      }
    }
    return changed;
  }
}
