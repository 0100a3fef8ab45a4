package dev.bottleneck.data;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.Raster;

/** Turns images to gray values in [0,1]; transparency is ignored. */
final class Gray {
  private Gray() {}

  /** Writes {@code image} row by row into {@code block} from {@code offset} on. */
  static void write(BufferedImage image, float[] block, int offset) {
    if (isGray(image)) {
      writeSamples(image, block, offset);
    } else {
      writeLuma(image, block, offset);
    }
  }

  private static boolean isGray(BufferedImage image) {
    return image.getColorModel() instanceof ComponentColorModel model
        && model.getColorSpace().getType() == ColorSpace.TYPE_GRAY;
  }

  /** The stored values: {@link BufferedImage#getRGB} would brighten them as if they were linear. */
  private static void writeSamples(BufferedImage image, float[] block, int offset) {
    Raster raster = image.getRaster();
    float largest = (1 << raster.getSampleModel().getSampleSize(0)) - 1;
    int next = offset;
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        block[next++] = raster.getSample(x, y, 0) / largest;
      }
    }
  }

  /** Luma of ITU-R BT.601, 0.299 R + 0.587 G + 0.114 B, as image tools turn color to gray. */
  private static void writeLuma(BufferedImage image, float[] block, int offset) {
    int next = offset;
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        int rgb = image.getRGB(x, y);
        int thousandths = 299 * (rgb >> 16 & 0xff) + 587 * (rgb >> 8 & 0xff) + 114 * (rgb & 0xff);
        block[next++] = thousandths / 255_000f;
      }
    }
  }
}
