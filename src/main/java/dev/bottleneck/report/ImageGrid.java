package dev.bottleneck.report;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

/**
 * Labelled rows of images with values in [0, 1]: originals, their corrupted versions, and what was
 * reconstructed, one example below the other.
 */
public final class ImageGrid {
  private static final double GAP = 3;
  private static final double ROW_GAP = 8;
  private static final double LABEL_GAP = 14;

  private record Row(String label, float[][] images) {}

  private final int height;
  private final int width;
  private final List<Row> rows = new ArrayList<>();

  private ImageGrid(int height, int width) {
    this.height = height;
    this.width = width;
  }

  /** Starts a grid of images of this size. */
  public static ImageGrid of(int height, int width) {
    return new ImageGrid(height, width);
  }

  /**
   * Adds a row.
   *
   * @param images {@code [images, height × width]}, row-major; three times as many values are red,
   *     green and blue
   * @throws IllegalArgumentException if the row is empty, longer or shorter than the one above, or
   *     holds an image of another size
   */
  public ImageGrid row(String label, float[][] images) {
    if (images.length == 0 || !rows.isEmpty() && rows.get(0).images.length != images.length) {
      throw new IllegalArgumentException(
          "row '%s' has %d images; every row needs the same number, at least one"
              .formatted(label, images.length));
    }
    for (float[] image : images) {
      if (!ImageTiles.isPicture(image.length, height, width)) {
        throw new IllegalArgumentException(
            "row '%s': an image of %d values is not %d × %d, gray or in three colours"
                .formatted(label, image.length, height, width));
      }
    }
    rows.add(new Row(label, images));
    return this;
  }

  /** Draws the grid at {@code scale} CSS pixels per value. */
  public Drawing draw(int scale) {
    if (rows.isEmpty() || scale < 1) {
      throw new IllegalArgumentException(
          "%d rows at scale %d cannot be drawn".formatted(rows.size(), scale));
    }
    double gutter =
        LABEL_GAP
            + rows.stream()
                .mapToDouble(row -> Canvas.textWidth(row.label, ChartTheme.label()))
                .max()
                .orElse(0);
    double stepX = width * scale + GAP;
    double stepY = height * scale + ROW_GAP;
    int columns = rows.get(0).images.length;
    Canvas canvas = new Canvas(gutter + columns * stepX - GAP, rows.size() * stepY - ROW_GAP);
    for (int r = 0; r < rows.size(); r++) {
      Row row = rows.get(r);
      canvas.label(
          row.label, gutter - LABEL_GAP, r * stepY + height * scale / 2.0 + 4.5, Canvas.Anchor.END);
      for (int i = 0; i < columns; i++) {
        BufferedImage image = ImageTiles.picture(row.images[i], height, width);
        canvas.pixels(image, gutter + i * stepX, r * stepY, scale);
      }
    }
    return canvas.drawing();
  }
}
