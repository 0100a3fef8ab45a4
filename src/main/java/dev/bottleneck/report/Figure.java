package dev.bottleneck.report;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A picture with its caption, or the reason why it could not be drawn.
 *
 * @param name of the file, without its ending
 * @param png the picture; empty if it could not be drawn, or is a chart that still fills
 * @param svg the same, sharp at any size; empty as well of a picture that was read or is passing
 * @param width on the page in CSS pixels, half the picture's own: figures are drawn at twice size
 * @param caption below the picture
 * @param alt what the picture shows, for those who do not see it
 * @param failure why there is no picture; empty if nothing went wrong
 * @param live what a reader of the report can ask, if it is a chart
 */
public record Figure(
    String name,
    byte[] png,
    String svg,
    int width,
    String caption,
    String alt,
    String failure,
    Optional<Live> live) {

  /**
   * A chart as a page shows it.
   *
   * @param kind the script that shows it
   * @param json its data, safe within a script element
   */
  public record Live(String kind, String json, Optional<ImageSheet> images) {}

  private static final Logger LOG = LoggerFactory.getLogger(Figure.class);

  private static final long LARGEST = 32L << 20;

  /**
   * Draws a figure. A failure to draw (no fonts, no graphics library in a bare container) must not
   * lose the run that the figure was to illustrate: it is kept as the reason.
   */
  public static Figure draw(String name, String caption, String alt, Supplier<Drawing> drawing) {
    return draw(name, caption, alt, drawing, Drawing::svg, Optional.empty());
  }

  /** The same of one that is shown for a while alone: on paper it is not wanted. */
  public static Figure passing(String name, String caption, String alt, Supplier<Drawing> drawing) {
    return draw(name, caption, alt, drawing, its -> "", Optional.empty());
  }

  /**
   * Makes the figure of a chart or a drawing: one to keep, or one that is shown as long as the work
   * goes on.
   */
  @FunctionalInterface
  public interface Maker<T> {
    Figure of(String name, String caption, String alt, Supplier<T> making);
  }

  /** The same of a chart, which a reader of the report can ask even if it cannot be drawn. */
  public static Figure chart(String name, String caption, String alt, Supplier<Chart> charting) {
    return make(name, caption, alt, charting, true);
  }

  /** The same of one that is shown while it fills: of that there is no picture. */
  public static Figure unfinished(
      String name, String caption, String alt, Supplier<Chart> charting) {
    return make(name, caption, alt, charting, false);
  }

  private static Figure make(
      String name, String caption, String alt, Supplier<Chart> charting, boolean drawn) {
    try {
      Chart chart = charting.get();
      Live live = new Live(chart.kind(), ChartJson.of(chart.data()), chart.images());
      return drawn
          ? draw(name, caption, alt, chart::draw, Drawing::svg, Optional.of(live))
          : new Figure(name, new byte[0], "", 0, caption, alt, "", Optional.of(live));
    } catch (RuntimeException | LinkageError | InternalError e) {
      LOG.warn("The chart '{}' could not be made", name, e);
      return new Figure(name, new byte[0], "", 0, caption, alt, reason(e), Optional.empty());
    }
  }

  private static Figure draw(
      String name,
      String caption,
      String alt,
      Supplier<Drawing> drawing,
      Function<Drawing, String> svg,
      Optional<Live> live) {
    try {
      Drawing drawn = drawing.get();
      BufferedImage image = drawn.image();
      int width = Math.round(image.getWidth() / (float) Drawing.SCALE);
      return new Figure(name, PngFile.of(image), svg.apply(drawn), width, caption, alt, "", live);
    } catch (RuntimeException | LinkageError | InternalError e) {
      LOG.warn("The figure '{}' could not be drawn", name, e);
      return new Figure(name, new byte[0], "", 0, caption, alt, reason(e), live);
    }
  }

  /** One that was written before; what is no picture is told in its place. */
  public static Figure read(Path file, String caption, String alt) {
    String name = file.getFileName().toString();
    try {
      if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
        throw new IOException("it is no file"); // a pipe would be waited for without end
      }
      if (Files.size(file) > LARGEST) {
        throw new IOException("it is larger than any figure");
      }
      byte[] png = Files.readAllBytes(file);
      int width = Math.round(widthOf(png) / (float) Drawing.SCALE);
      return new Figure(name, png, "", width, caption, alt, "", Optional.empty());
    } catch (IOException | RuntimeException e) { // a reader of pictures throws what it likes
      LOG.warn("The figure '{}' cannot be read", file, e);
      return new Figure(name, new byte[0], "", 0, caption, alt, reason(e), Optional.empty());
    }
  }

  /** From the head alone: what it states of its size need not be taken into memory. */
  private static int widthOf(byte[] png) throws IOException {
    try (MemoryCacheImageInputStream in =
        new MemoryCacheImageInputStream(new ByteArrayInputStream(png))) {
      ImageReader reader = ImageIO.getImageReadersByFormatName("png").next();
      try {
        reader.setInput(in);
        return reader.getWidth(0);
      } finally {
        reader.dispose();
      }
    }
  }

  /**
   * Loads what drawing needs. Java cannot load a typeface any more once the process is ending,
   * which is when a run that was told to stop draws what it had finished.
   *
   * @throws dev.bottleneck.runtime.UserError if there is no room for temporary files
   */
  public static void prepare() {
    FontFiles.unpack();
    try {
      ChartTheme.label();
      new RasterPen(1, 1).close();
    } catch (RuntimeException | LinkageError | InternalError e) {
      LOG.info("no figure can be drawn", e); // each will say so itself
    }
  }

  /** Where its picture lies in a run's folder. */
  public String file() {
    return "figures/" + name + ".png";
  }

  /** Where the same lies as SVG. */
  public String vectorFile() {
    return "figures/" + name + ".svg";
  }

  /** Whether there is a picture. */
  public boolean drawn() {
    return png.length > 0;
  }

  private static String reason(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String message = root.getMessage();
    return message == null || message.isBlank() ? root.getClass().getSimpleName() : message;
  }
}
