package dev.bottleneck.report;

import java.awt.image.BufferedImage;

/**
 * Tiles of signed values, such as the filters of a layer: nought is mid-grey, the largest absolute
 * value white if positive and black if negative. What is not a number is vermilion.
 */
public final class ImageTiles {
  /** What the grey levels of a tile are relative to. */
  public enum Range {
    /** Each tile's own largest absolute value: shows the shape also of weak filters. */
    EACH,
    /** The largest absolute value of all: shows which filters are strong. */
    COMMON
  }

  private static final int NOT_A_NUMBER = 0xD55E00;
  private static final double GAP = 2;

  private ImageTiles() {}

  /**
   * Draws tiles row by row.
   *
   * @param tiles {@code [tiles, height × width]}, row-major; three times as many values are red,
   *     green and blue
   * @param columns tiles in a row
   * @param scale CSS pixels per value, 1 or more
   * @throws IllegalArgumentException if there is no tile, or one has not height × width values
   */
  public static Drawing draw(
      float[][] tiles, int height, int width, int columns, int scale, Range range) {
    check(tiles, height, width, columns, scale);
    int across = Math.min(columns, tiles.length);
    int down = (tiles.length + columns - 1) / columns;
    double stepX = width * scale + GAP;
    double stepY = height * scale + GAP;
    Canvas canvas = new Canvas(across * stepX - GAP, down * stepY - GAP);
    float common = 0;
    for (float[] tile : tiles) {
      common = Math.max(common, largest(tile));
    }
    for (int i = 0; i < tiles.length; i++) {
      float full = range == Range.COMMON ? common : largest(tiles[i]);
      BufferedImage image = signed(tiles[i], height, width, full);
      canvas.pixels(image, i % columns * stepX, i / columns * stepY, scale);
    }
    return canvas.drawing();
  }

  private static void check(float[][] tiles, int height, int width, int columns, int scale) {
    if (tiles.length == 0 || columns < 1 || scale < 1) {
      throw new IllegalArgumentException(
          "%d tiles in %d columns at scale %d cannot be drawn"
              .formatted(tiles.length, columns, scale));
    }
    for (float[] tile : tiles) {
      if (!isPicture(tile.length, height, width)) {
        throw new IllegalArgumentException(
            "a tile of %d values is not %d × %d, gray or in three colours"
                .formatted(tile.length, height, width));
      }
    }
  }

  private static float largest(float[] tile) {
    float largest = 0;
    for (float value : tile) {
      if (Float.isFinite(value)) {
        largest = Math.max(largest, Math.abs(value));
      }
    }
    return largest;
  }

  private static BufferedImage signed(float[] tile, int height, int width, float full) {
    float[] unit = new float[tile.length];
    for (int i = 0; i < unit.length; i++) {
      // A tile of noughts alone has no range: it is mid-grey throughout.
      unit[i] = 0.5f + 0.5f * (full == 0 ? tile[i] : tile[i] / full);
    }
    return picture(unit, height, width);
  }

  /** Whether so many values are one gray image, or its red, its green and its blue. */
  static boolean isPicture(int values, int height, int width) {
    return values == height * width || values == 3 * height * width;
  }

  /**
   * Values from 0, black, to 1, full; what lies outside is cut off.
   *
   * @param values {@code [height, width]}, or {@code [3, height, width]} for red, green and blue
   */
  static BufferedImage picture(float[] values, int height, int width) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    int pixels = height * width;
    boolean coloured = values.length > pixels;
    for (int i = 0; i < pixels; i++) {
      float red = values[i];
      float green = coloured ? values[pixels + i] : red;
      float blue = coloured ? values[2 * pixels + i] : red;
      boolean number = !Float.isNaN(red + green + blue);
      int rgb = number ? level(red) << 16 | level(green) << 8 | level(blue) : NOT_A_NUMBER;
      image.setRGB(i % width, i / width, rgb);
    }
    return image;
  }

  private static int level(float value) {
    return Math.round(255 * Math.max(0, Math.min(1, value)));
  }
}
