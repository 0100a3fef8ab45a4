package dev.bottleneck.data;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;

/**
 * The pixels of one image in a form that examples can have: gray or red, green and blue, each of 8
 * bits or finer.
 *
 * <p>The stored values are taken: {@link BufferedImage#getRGB} would brighten gray ones as if they
 * were linear. What is transparent is laid over white.
 */
final class Picture {
  /** What images are brought to. */
  record Form(int channels, boolean fine) {
    /** What both can be brought to without loss. */
    Form with(Form other) {
      return new Form(Math.max(channels, other.channels), fine || other.fine);
    }
  }

  private final int width;
  private final int height;
  private final float[] values; // [3, height, width] or [1, height, width], from 0 to 1
  private final boolean gray;
  private final boolean fine;
  private final boolean transparent;

  private Picture(
      int width, int height, float[] values, boolean gray, boolean fine, boolean transparent) {
    this.width = width;
    this.height = height;
    this.values = values;
    this.gray = gray;
    this.fine = fine;
    this.transparent = transparent;
  }

  /** The pixels of {@code image}, turned as EXIF's {@code orientation}, 1 to 8, says. */
  static Picture of(BufferedImage image, int orientation) {
    Picture stored = stored(image);
    return orientation == 1 ? stored : stored.turned(orientation);
  }

  private static Picture stored(BufferedImage image) {
    boolean components =
        image.getColorModel() instanceof ComponentColorModel model
            && (image.getRaster().getTransferType() == DataBuffer.TYPE_BYTE
                || image.getRaster().getTransferType() == DataBuffer.TYPE_USHORT);
    int type = image.getColorModel().getColorSpace().getType();
    boolean gray = components && type == ColorSpace.TYPE_GRAY;
    boolean deep = components && image.getRaster().getTransferType() == DataBuffer.TYPE_USHORT;
    if (gray || deep && image.getColorModel().getColorSpace().isCS_sRGB()) {
      return samples(image, gray ? 1 : 3);
    }
    return rgb(image);
  }

  /** Bands as they are stored, over white where there is a band of opacity. */
  private static Picture samples(BufferedImage image, int channels) {
    Raster raster = image.getRaster();
    int n = image.getWidth() * image.getHeight();
    float[] values = new float[channels * n];
    boolean alpha = image.getColorModel().hasAlpha();
    boolean transparent = false;
    for (int i = 0; i < n; i++) {
      int x = i % image.getWidth();
      int y = i / image.getWidth();
      float opacity = alpha ? sample(raster, x, y, channels) : 1;
      transparent |= opacity < 1;
      for (int c = 0; c < channels; c++) {
        float value = sample(raster, x, y, c);
        values[c * n + i] = opacity == 1 ? value : value * opacity + (1 - opacity);
      }
    }
    boolean fine = raster.getSampleModel().getSampleSize(0) > 8 || transparent;
    boolean gray = channels == 1 || isGray(values, n);
    return new Picture(image.getWidth(), image.getHeight(), values, gray, fine, transparent);
  }

  private static float sample(Raster raster, int x, int y, int band) {
    float largest = (1 << raster.getSampleModel().getSampleSize(band)) - 1;
    return raster.getSample(x, y, band) / largest;
  }

  private static Picture rgb(BufferedImage image) {
    int n = image.getWidth() * image.getHeight();
    int[] argb = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    float[] values = new float[3 * n];
    boolean transparent = false;
    for (int i = 0; i < n; i++) {
      int alpha = argb[i] >>> 24;
      transparent |= alpha < 255;
      for (int c = 0; c < 3; c++) {
        float value = (argb[i] >> 16 - 8 * c & 0xff) / 255f;
        values[c * n + i] = alpha == 255 ? value : (value * alpha + (255 - alpha)) / 255f;
      }
    }
    return new Picture(
        image.getWidth(), image.getHeight(), values, isGray(values, n), transparent, transparent);
  }

  private static boolean isGray(float[] values, int n) {
    for (int i = 0; i < n; i++) {
      if (values[i] != values[n + i] || values[i] != values[2 * n + i]) {
        return false;
      }
    }
    return true;
  }

  /** EXIF 2.3, tag 0x0112: where the stored image's first row and column are seen. */
  private Picture turned(int orientation) {
    boolean swapped = orientation >= 5;
    int w = swapped ? height : width;
    int h = swapped ? width : height;
    float[] turned = new float[values.length];
    int n = w * h;
    for (int c = 0; c < values.length / n; c++) {
      for (int y = 0; y < h; y++) {
        for (int x = 0; x < w; x++) {
          int sx = swapped ? y : x;
          int sy = swapped ? x : y;
          boolean flipX =
              switch (orientation) {
                case 2, 3, 7, 8 -> true;
                default -> false;
              };
          boolean flipY =
              switch (orientation) {
                case 3, 4, 6, 7 -> true;
                default -> false;
              };
          sx = flipX ? width - 1 - sx : sx;
          sy = flipY ? height - 1 - sy : sy;
          turned[c * n + y * w + x] = values[c * n + sy * width + sx];
        }
      }
    }
    return new Picture(w, h, turned, gray, fine, transparent);
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  /** Whether anything was laid over white. */
  boolean wasTransparent() {
    return transparent;
  }

  /** Whether its colours are more than shades of gray. */
  boolean isColoured() {
    return !gray;
  }

  /**
   * The coarsest form that holds it.
   *
   * @param keepColour whether colour is kept; else it becomes luma, which is finer than 8 bits
   */
  Form form(boolean keepColour) {
    boolean luma = !gray && !keepColour;
    return new Form(gray || !keepColour ? 1 : 3, fine || luma);
  }

  /** The values from 0 to 1, {@code [channels, height, width]}. */
  float[] values(int channels) {
    int n = width * height;
    if (values.length == channels * n) {
      return values;
    }
    float[] result = new float[channels * n];
    for (int i = 0; i < n; i++) {
      if (channels == 1) {
        result[i] = gray ? values[i] : luma(values[i], values[n + i], values[2 * n + i]);
      } else {
        result[i] = result[n + i] = result[2 * n + i] = values[i];
      }
    }
    return result;
  }

  /** Luma of ITU-R BT.601, as image tools turn colour to gray. */
  private static float luma(float red, float green, float blue) {
    return (float) (0.299 * red + 0.587 * green + 0.114 * blue);
  }

  /** The same as bytes, 255 for 1. */
  byte[] bytes(int channels) {
    float[] unit = values(channels);
    byte[] bytes = new byte[unit.length];
    for (int i = 0; i < unit.length; i++) {
      bytes[i] = (byte) Math.round(unit[i] * 255);
    }
    return bytes;
  }
}
