package dev.bottleneck.report;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.Base64;
import java.util.Map;

/**
 * The images of examples, one beside the other in a single picture, of which a page shows one at a
 * time.
 *
 * @param id of the picture within a page; the same for the same picture
 * @param png the picture
 * @param columns images in a row
 * @param width of an image, in pixels
 * @param height of an image, in pixels
 */
public record ImageSheet(String id, byte[] png, int columns, int width, int height) {
  private static final int COLUMNS = 40;

  /** Larger images are made so small: a report holds hundreds. */
  private static final int LARGEST = 32;

  /**
   * Lays images beside each other.
   *
   * @param images {@code [images, height × width]}, row-major, from 0 to 1; three times as many
   *     values are red, green and blue
   */
  public static ImageSheet of(float[][] images, int height, int width) {
    double scale = Math.min(1, LARGEST / (double) Math.max(height, width));
    int w = Math.max(1, (int) Math.round(width * scale));
    int h = Math.max(1, (int) Math.round(height * scale));
    boolean coloured = images[0].length > height * width;
    BufferedImage sheet =
        new BufferedImage(
            w * Math.min(COLUMNS, images.length),
            h * ((images.length + COLUMNS - 1) / COLUMNS),
            coloured ? BufferedImage.TYPE_INT_RGB : BufferedImage.TYPE_BYTE_GRAY);
    Graphics2D g = sheet.createGraphics();
    g.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    for (int i = 0; i < images.length; i++) {
      BufferedImage image = ImageTiles.picture(images[i], height, width);
      if (coloured || scale < 1) {
        g.drawImage(image, i % COLUMNS * w, i / COLUMNS * h, w, h, null);
      } else {
        copyGray(image, sheet, i % COLUMNS * w, i / COLUMNS * h);
      }
    }
    g.dispose();
    byte[] png = PngFile.of(sheet);
    return new ImageSheet(
        "images-" + Integer.toHexString(java.util.Arrays.hashCode(png)), png, COLUMNS, w, h);
  }

  /** Java2D would take the gray levels for those of another colour space. */
  private static void copyGray(BufferedImage from, BufferedImage to, int left, int top) {
    for (int y = 0; y < from.getHeight(); y++) {
      for (int x = 0; x < from.getWidth(); x++) {
        to.getRaster().setSample(left + x, top + y, 0, from.getRGB(x, y) & 0xff);
      }
    }
  }

  /** The picture as the template embeds it. */
  public String base64() {
    return Base64.getEncoder().encodeToString(png);
  }

  /** What a script must know to show one image of it. */
  Map<String, Object> data() {
    return Map.of("id", id, "columns", columns, "width", width, "height", height);
  }
}
