package dev.bottleneck.step.graph;

/**
 * Where a kernel stands on an image, in height and width, by DL4J's rules.
 *
 * @param strides between neighbouring positions
 * @param before rows above and columns left of the image
 * @param after rows below and columns right of it; one more than before where the sum is odd
 * @param output what a convolution makes of the image, or a transposed one
 */
public record SlidingWindow(long[] strides, long[] before, long[] after, long[] output) {
  private static SlidingWindow empty() {
    return new SlidingWindow(new long[2], new long[2], new long[2], new long[2]);
  }

  /** {@code ⌈size / stride⌉} positions. */
  public static SlidingWindow same(long[] image, int[] kernel, int[] stride) {
    SlidingWindow window = empty();
    for (int i = 0; i < 2; i++) {
      long positions = (image[i] + stride[i] - 1) / stride[i];
      window.set(i, stride[i], Math.max(0, (positions - 1) * stride[i] + kernel[i] - image[i]));
      window.output[i] = positions;
    }
    return window;
  }

  /** All positions that lie within the image and its padding. */
  public static SlidingWindow truncate(long[] image, int[] kernel, int[] stride, int[] padding) {
    SlidingWindow window = empty();
    for (int i = 0; i < 2; i++) {
      window.set(i, stride[i], 2L * padding[i]);
      window.output[i] = (image[i] - kernel[i] + 2L * padding[i]) / stride[i] + 1;
    }
    return window;
  }

  /** Of a transposed convolution: {@code size × stride} pixels come out. */
  public static SlidingWindow transposedSame(long[] image, int[] kernel, int[] stride) {
    SlidingWindow window = empty();
    for (int i = 0; i < 2; i++) {
      window.set(i, stride[i], kernel[i] - stride[i]);
      window.output[i] = image[i] * stride[i];
    }
    return window;
  }

  /** Of a transposed convolution: all pixels that the kernel touches, less the padding. */
  public static SlidingWindow transposedTruncate(
      long[] image, int[] kernel, int[] stride, int[] padding) {
    SlidingWindow window = empty();
    for (int i = 0; i < 2; i++) {
      window.set(i, stride[i], 2L * padding[i]);
      window.output[i] = (image[i] - 1) * stride[i] + kernel[i] - 2L * padding[i];
    }
    return window;
  }

  private void set(int i, long stride, long padding) {
    strides[i] = stride;
    before[i] = padding / 2;
    after[i] = padding - padding / 2;
  }
}
