package dev.bottleneck.study.models;

import dev.bottleneck.autoencoder.MatrixFile;
import dev.bottleneck.autoencoder.MatrixNames;
import dev.bottleneck.autoencoder.ModelCard;
import dev.bottleneck.autoencoder.RowClasses;
import dev.bottleneck.data.SampleShape;
import dev.bottleneck.report.ImageGrid;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.runtime.WholeFile;
import dev.bottleneck.study.figures.Pixels;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Examples {@code [n, inputs]} as a file: pictures in a {@code .png}, or a matrix. */
public final class ExampleFile {
  /** CSS pixels of one value of an image. */
  private static final int SCALE = 2;

  private ExampleFile() {}

  /** Whether {@code file} is to hold pictures. */
  public static boolean isPicture(Path file) {
    return String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT).endsWith(".png");
  }

  /**
   * Refuses a file whose extension says neither.
   *
   * @param shape of an example: only images make pictures
   */
  public static void check(Path file, SampleShape shape) {
    if (!isPicture(file) && !MatrixFile.matches(file)) {
      throw new UserError(file + ": the extension must be .png, .npy, .csv or .mat");
    }
    if (isPicture(file) && !shape.isImage()) {
      throw new UserError(
          file
              + ": the examples are no images, gray or in colour; write them to a .npy, .csv or .mat");
    }
  }

  /** Writes pictures row by row, each row with its label before it. */
  public static void writePictures(Path file, ImageGrid grid) {
    write(
        () -> WholeFile.write(file, out -> ImageIO.write(grid.draw(SCALE).image(), "png", out)),
        file);
  }

  /** Writes pictures, {@code columns} in a row. */
  public static void writePictures(Path file, SampleShape shape, INDArray examples, int columns) {
    writePictures(file, grid(shape, examples, columns));
  }

  /** Pictures, {@code columns} in a row. */
  public static ImageGrid grid(SampleShape shape, INDArray examples, int columns) {
    float[][] pixels = Pixels.rows(examples);
    int width = Math.min(columns, pixels.length);
    ImageGrid grid = ImageGrid.of(shape.height(), shape.width());
    for (int from = 0; from < pixels.length; from += width) {
      float[][] row = Arrays.copyOfRange(pixels, from, from + width);
      for (int i = 0; i < width; i++) {
        // The last row is filled with black.
        row[i] = row[i] == null ? new float[shape.length()] : row[i];
      }
      grid.row("", row);
    }
    return grid;
  }

  /** Writes a matrix, with the classes of its rows where they are known. */
  public static void writeMatrix(
      Path file, INDArray matrix, Optional<RowClasses> classes, String name) {
    write(() -> MatrixFile.write(file, matrix, classes, name), file);
  }

  /**
   * Writes examples that a model gives back, whose columns are called as those of the data it was
   * trained on.
   */
  public static void writeExamples(
      Path file, INDArray examples, Optional<RowClasses> classes, ModelCard of) {
    MatrixNames names = new MatrixNames("value", of.featureNames());
    write(() -> MatrixFile.write(file, examples, classes, names), file);
  }

  @FunctionalInterface
  private interface Writing {
    void run() throws IOException;
  }

  private static void write(Writing writing, Path file) {
    try {
      writing.run();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }
}
