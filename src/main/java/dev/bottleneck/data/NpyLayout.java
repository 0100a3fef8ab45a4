package dev.bottleneck.data;

import dev.bottleneck.runtime.UserError;
import java.util.Arrays;

/**
 * How the numbers of a {@code .npy} are examples: {@code [n]} of one value, {@code [n, values]},
 * {@code [n, height, width]}, {@code [n, height, width, channels]} or {@code [n, channels, height,
 * width]}, the last two told apart by which of them is 1 or 3 (both: channels are last).
 */
final class NpyLayout {
  private NpyLayout() {}

  /**
   * The shape of one example.
   *
   * @param file what errors call it
   * @throws UserError if the numbers cannot be examples
   */
  static SampleShape shape(String file, NpyHeader header) {
    long[] shape = header.shape();
    if (header.type() == null) {
      throw new UserError(file + ": it holds text: examples are numbers");
    }
    if (shape.length < 1 || shape.length > 4) {
      throw new UserError(
          file
              + ": its shape is "
              + Arrays.toString(shape)
              + ": expected [n], [n, values], [n, height, width] or these with channels");
    }
    long length = Arrays.stream(shape).skip(1).reduce(1, (a, b) -> a * b);
    if (shape[0] > Integer.MAX_VALUE || length * header.elementBytes() > MappedFile.MOST) {
      throw new UserError(
          file + ": its shape is " + Arrays.toString(shape) + ": more than an example can have");
    }
    int[] s = Arrays.stream(shape).mapToInt(Math::toIntExact).toArray();
    return switch (s.length) {
      case 1 -> SampleShape.vector(1);
      case 2 -> SampleShape.vector(s[1]);
      case 3 -> new SampleShape(s[1], s[2], 1);
      default -> colour(file, s);
    };
  }

  private static SampleShape colour(String file, int[] s) {
    if (isChannels(s[3])) {
      return new SampleShape(s[1], s[2], s[3]);
    }
    if (isChannels(s[1])) {
      return new SampleShape(s[2], s[3], s[1]);
    }
    throw new UserError(
        file
            + ": its shape is "
            + Arrays.toString(s)
            + ": the second or the last size must be 1 or 3, the channels of an image");
  }

  private static boolean isChannels(int size) {
    return size == 1 || size == 3;
  }

  /** For each value in the order [channels, height, width] its place within a stored example. */
  static int[] places(NpyHeader header, SampleShape shape) {
    boolean last = header.shape().length == 4 && isChannels((int) header.shape()[3]);
    int height = shape.height();
    int width = shape.width();
    int channels = shape.channels();
    int[] places = new int[shape.length()];
    for (int c = 0; c < channels; c++) {
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          int[] index = last ? new int[] {y, x, c} : new int[] {c, y, x};
          int[] sizes =
              last ? new int[] {height, width, channels} : new int[] {channels, height, width};
          places[(c * height + y) * width + x] =
              header.fortran()
                  ? index[0] + sizes[0] * (index[1] + sizes[1] * index[2])
                  : (index[0] * sizes[1] + index[1]) * sizes[2] + index[2];
        }
      }
    }
    return places;
  }
}
