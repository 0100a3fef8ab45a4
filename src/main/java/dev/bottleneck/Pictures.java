package dev.bottleneck;

import dev.bottleneck.data.SampleShape;
import dev.bottleneck.report.ImageGrid;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.study.figures.Pixels;
import dev.bottleneck.study.models.ExampleFile;
import java.awt.image.BufferedImage;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Examples {@code [n, shape.length()]} that are images, black at 0 and white at 1, as a picture.
 */
final class Pictures {
  /** CSS pixels of one value of an image. */
  private static final int SCALE = 2;

  private Pictures() {}

  /** Some in each row. */
  static BufferedImage draw(SampleShape shape, List<INDArray> rows) {
    requireImages(shape);
    if (rows.isEmpty() || rows.get(0).size(0) == 0) {
      throw new UserError("there are no images: give some rows of them");
    }
    ImageGrid grid = ImageGrid.of(shape.height(), shape.width());
    for (INDArray images : rows) {
      if (images.size(1) != shape.length()) {
        throw new UserError(
            "an image of %d values, where one has %d".formatted(images.size(1), shape.length()));
      }
      if (images.size(0) != rows.get(0).size(0)) {
        throw new UserError(
            "a row of %d images stands below one of %d: give each as many"
                .formatted(images.size(0), rows.get(0).size(0)));
      }
      grid.row("", Pixels.rows(images));
    }
    return grid.draw(SCALE).image();
  }

  /** {@code columns} in a row, as far as there are so many. */
  static BufferedImage draw(SampleShape shape, INDArray images, int columns) {
    requireImages(shape);
    return ExampleFile.grid(shape, images, columns).draw(SCALE).image();
  }

  private static void requireImages(SampleShape shape) {
    if (!shape.isImage()) {
      throw new UserError("examples of %d values are no images".formatted(shape.length()));
    }
  }
}
