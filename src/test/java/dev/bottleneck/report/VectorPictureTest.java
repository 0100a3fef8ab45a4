package dev.bottleneck.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.bottleneck.testing.Browser;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A chart's SVG in a real browser shows what its PNG shows. */
class VectorPictureTest {
  /** What is more colourful than this is drawn in a series' colour; texts and axes are grey. */
  private static final int COLOURFUL = 12;

  /** By so much, of 3 × 255, two ways of smoothing an edge differ. */
  private static final int ALIKE = 90;

  @TempDir static Path folder;
  private static Browser browser;

  @BeforeAll
  static void start() throws Exception {
    assumeTrue(Browser.find().isPresent(), "Chromium is not installed");
    browser = Browser.start(folder.resolve("profile"));
  }

  @AfterAll
  static void stop() throws Exception {
    if (browser != null) {
      browser.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"curves", "scatter", "history", "parallel"})
  void isThePicture(String kind) throws Exception {
    Chart chart =
        switch (kind) {
          case "curves" -> ReportInBrowserTest.curves();
          case "scatter" -> ReportInBrowserTest.scatter();
          case "history" -> ReportInBrowserTest.history();
          default -> ReportInBrowserTest.parallel();
        };
    BufferedImage picture = half(chart.draw().image());
    Path file = Files.writeString(folder.resolve(kind + ".svg"), chart.draw().svg());
    browser.open(file.toUri(), picture.getWidth(), picture.getHeight());
    BufferedImage shown = ImageIO.read(new ByteArrayInputStream(browser.window()));
    assertThat(browser.complaints()).isEmpty();
    assertThat(missing(picture, shown))
        .as("part of the picture that is not shown")
        .isLessThan(0.05);
    assertThat(missing(shown, picture)).as("part shown that is not in it").isLessThan(0.05);
  }

  /** At the size in which it is shown. */
  private static BufferedImage half(BufferedImage picture) {
    int width = picture.getWidth() / 2;
    int height = picture.getHeight() / 2;
    BufferedImage half = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int rgb = 0;
        for (int channel = 0; channel < 3; channel++) {
          int sum = 0;
          for (int of = 0; of < 4; of++) {
            sum += channel(picture.getRGB(2 * x + of % 2, 2 * y + of / 2), channel);
          }
          rgb |= sum / 4 << 8 * channel;
        }
        half.setRGB(x, y, rgb);
      }
    }
    return half;
  }

  private static int channel(int rgb, int channel) {
    return rgb >> 8 * channel & 0xff;
  }

  /** The part of the coloured pixels of {@code one} of which {@code other} has nothing nearby. */
  private static double missing(BufferedImage one, BufferedImage other) {
    int coloured = 0;
    int missing = 0;
    for (int y = 0; y < one.getHeight(); y++) {
      for (int x = 0; x < one.getWidth(); x++) {
        if (isColourful(one.getRGB(x, y))) {
          coloured++;
          missing += isNear(one.getRGB(x, y), other, x, y) ? 0 : 1;
        }
      }
    }
    return missing / (double) coloured;
  }

  private static boolean isColourful(int rgb) {
    int blue = channel(rgb, 0);
    int green = channel(rgb, 1);
    int red = channel(rgb, 2);
    return Math.max(red, Math.max(green, blue)) - Math.min(red, Math.min(green, blue)) > COLOURFUL;
  }

  private static boolean isNear(int rgb, BufferedImage in, int atX, int atY) {
    for (int y = Math.max(0, atY - 1); y <= Math.min(in.getHeight() - 1, atY + 1); y++) {
      for (int x = Math.max(0, atX - 1); x <= Math.min(in.getWidth() - 1, atX + 1); x++) {
        int there = in.getRGB(x, y);
        int apart = 0;
        for (int channel = 0; channel < 3; channel++) {
          apart += Math.abs(channel(rgb, channel) - channel(there, channel));
        }
        if (isColourful(there) && apart < ALIKE) {
          return true;
        }
      }
    }
    return false;
  }
}
