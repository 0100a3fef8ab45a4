package dev.bottleneck.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The pictures of a search: what is best stands out, what diverged leaves room for the others. */
class TrialChartsTest {
  private static final double[] LOSSES = {0.5, 0.2, 0.4, 0.3, 0.25, 0.35, 1e9};
  private static final double NONE = Double.NaN;
  private static final double[] LEVELS = {0.1, NONE, 0.3, NONE, 0.5, 0.6, 0.7};

  private static long pixels(BufferedImage image, Color color) {
    return IntStream.range(0, image.getWidth() * image.getHeight())
        .filter(i -> image.getRGB(i % image.getWidth(), i / image.getWidth()) == color.getRGB())
        .count();
  }

  private static BufferedImage slices(boolean lowerIsBetter) {
    return SliceChart.of(Scale.numbers("loss"), LOSSES, lowerIsBetter)
        .panel(Scale.logarithmic("rate"), 1e-4, 1e-3, 1e-2, 1e-1, 1, 10, 100)
        .panel(Scale.categories("kind", List.of("a", "b")), 0, 1, 0, 1, 0, 1, 0)
        .panel(Scale.numbers("level"), LEVELS)
        .panel(Scale.numbers("nowhere"), NONE, NONE, NONE, NONE, NONE, NONE, NONE)
        .draw()
        .image();
  }

  @Test
  void theBestTrialHasAColourOfItsOwn() {
    assertThat(pixels(slices(true), ChartTheme.series(1))).isPositive();
    BufferedImage lines =
        new ParallelCoordinates(true)
            .axis(Scale.numbers("level"), LEVELS)
            .axis(Scale.categories("kind", List.of("a", "b")), 0, 1, 0, 1, 0, 1, 0)
            .axis(Scale.numbers("loss"), LOSSES)
            .draw()
            .image();
    assertThat(pixels(lines, ChartTheme.series(1))).isPositive();
  }

  @Test
  void theSameInputGivesTheSamePixels() {
    assertThat(PngFile.of(slices(true))).isEqualTo(PngFile.of(slices(true)));
    assertThat(PngFile.of(slices(false))).isNotEqualTo(PngFile.of(slices(true)));
  }

  @Test
  void whatDivergedStandsAtTheEdge() {
    double[] within = Grade.within(LOSSES, true);
    assertThat(within[6]).isLessThan(2);
    assertThat(within[1]).isEqualTo(0.2);
    assertThat(Grade.within(new double[] {0.9, 0.8, 0.85, -1e9}, false)[3]).isGreaterThan(-3);
    assertThat(Grade.worstFirst(LOSSES, true)).endsWith(1).startsWith(6);
    assertThat(Grade.worstFirst(LOSSES, false)).endsWith(6).startsWith(1);
  }

  @Test
  void oneTrialCanBeDrawn() {
    double[] one = {0.5};
    assertThat(new HistoryChart("loss", new double[] {0}, one, true, List.of("a=1")).draw().image())
        .isNotNull();
    assertThat(
            new ParallelCoordinates(true)
                .axis(Scale.numbers("loss"), one)
                .draw()
                .image()
                .getWidth())
        .isPositive();
    assertThat(
            SliceChart.of(Scale.numbers("loss"), one, true)
                .panel(Scale.numbers("x"), 1)
                .draw()
                .image())
        .isNotNull();
  }

  @Test
  void aBarIsAsLongAsItsShare() {
    Map<String, Double> shares = new LinkedHashMap<>();
    shares.put("learningRate", 0.8);
    shares.put("code", 0.2);
    BufferedImage chart = BarChart.draw(shares).image();
    int blue = ChartTheme.series(0).getRGB();
    int[] lengths = new int[2];
    for (int bar = 0; bar < 2; bar++) {
      int y = Drawing.SCALE * (21 + 30 * bar);
      lengths[bar] =
          (int)
              IntStream.range(0, chart.getWidth()).filter(x -> chart.getRGB(x, y) == blue).count();
    }
    assertThat(lengths[0] / (double) lengths[1]).isBetween(3.9, 4.1);
  }

  @Test
  void sizesThatDoNotFitAreRefused() {
    SliceChart chart = SliceChart.of(Scale.numbers("loss"), LOSSES, true);
    assertThatThrownBy(() -> chart.panel(Scale.numbers("x"), 1, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'x' has 2 values for 7 trials");
  }
}
