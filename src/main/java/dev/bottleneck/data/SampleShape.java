package dev.bottleneck.data;

/**
 * The shape of one example; a plain vector has height 1 and one channel.
 *
 * @param height in pixels
 * @param width in pixels, or the length of a plain vector
 * @param channels 1 for gray
 */
public record SampleShape(int height, int width, int channels) {
  public SampleShape {
    if (height < 1 || width < 1 || channels < 1) {
      throw new IllegalArgumentException(
          "shape " + height + "x" + width + "x" + channels + " is empty");
    }
  }

  /** The shape of a plain vector of {@code length} values. */
  public static SampleShape vector(int length) {
    return new SampleShape(1, length, 1);
  }

  /** Whether this is a plain vector's shape, whose values are a line rather than a picture. */
  public boolean isVector() {
    return height == 1 && channels == 1;
  }

  /** Whether this is an image's shape, gray or in colour. */
  public boolean isImage() {
    return !isVector() && (channels == 1 || channels == 3);
  }

  /** The number of values in one example. */
  public int length() {
    return Math.multiplyExact(Math.multiplyExact(height, width), channels);
  }
}
