package dev.bottleneck.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FiguresTest {
  private static final int MID_GREY = 0xff808080;

  private static Drawing interval() {
    return IntervalChart.titled("Test error", "test error (%)", 2, "mean", "median")
        .row(
            "no pretraining",
            List.of(
                new IntervalChart.Estimate(1.62, 1.5, 1.74),
                new IntervalChart.Estimate(1.6, 1.55, 1.7)),
            1.6,
            1.64,
            Double.NaN)
        .row(
            "one seed of a method with a long name",
            List.of(
                new IntervalChart.Estimate(1.4, Double.NaN, Double.NaN),
                new IntervalChart.Estimate(1.4, 1.4, 1.4)),
            1.4)
        .reference("published", "no pretraining", 1.42)
        .draw();
  }

  private static Drawing curves() {
    return LearningCurves.titled("Loss", "epoch", "cross-entropy")
        .logarithmic()
        .phase("layer 1", 0, 2)
        .arm("a", 0, new double[] {1, 2, 3}, new double[] {3, 2, 1}, new double[] {3, 1})
        .arm("b", 1, new double[] {1, 2, 3}, new double[] {2, Double.NaN, 1})
        .draw();
  }

  private static Drawing filters() {
    float[][] tiles = {{1, -1, 0, .5f}, {.1f, -.1f, 0, .05f}, {0, 0, 0, Float.NaN}};
    return ImageTiles.draw(tiles, 2, 2, 2, 1, ImageTiles.Range.EACH);
  }

  private static Drawing grid() {
    float[][] images = {{0, .5f, 1, 2}, {1, 1, 0, 0}};
    return ImageGrid.of(2, 2).row("original", images).row("reconstruction", images).draw(4);
  }

  private static Drawing draw(String kind) {
    return switch (kind) {
      case "interval" -> interval();
      case "curves" -> curves();
      case "filters" -> filters();
      default -> grid();
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"interval", "curves", "filters", "grid"})
  void theSameInputGivesTheSamePixels(String kind) {
    assertThat(PngFile.of(draw(kind).image())).isEqualTo(PngFile.of(draw(kind).image()));
    assertThat(draw(kind).svg()).isEqualTo(draw(kind).svg());
    BufferedImage image = draw(kind).image();
    long colours =
        IntStream.range(0, image.getWidth() * image.getHeight())
            .map(i -> image.getRGB(i % image.getWidth(), i / image.getWidth()))
            .distinct()
            .count();
    assertThat(colours).isGreaterThan(3);
  }

  @Test
  void tilesShowSignOnTheirOwnRange() {
    BufferedImage image = filters().image();
    // Two tiles of 2 × 2 values with a gap of 2, at twice the size.
    assertThat(image.getWidth()).isEqualTo(12);
    assertThat(image.getRGB(0, 0)).isEqualTo(0xffffffff);
    assertThat(image.getRGB(2, 0)).isEqualTo(0xff000000);
    assertThat(image.getRGB(0, 2)).isEqualTo(MID_GREY);
    // The weaker tile looks the same.
    assertThat(image.getRGB(8, 0)).isEqualTo(0xffffffff);
    // A tile of noughts is grey, and what is not a number stands out.
    assertThat(image.getRGB(0, 8)).isEqualTo(MID_GREY);
    assertThat(image.getRGB(2, 10)).isEqualTo(0xffD55E00);
  }

  @Test
  void aCommonRangeKeepsWeakTilesWeak() {
    float[][] tiles = {{1, -1, 0, 0}, {.1f, -.1f, 0, 0}};
    BufferedImage image = ImageTiles.draw(tiles, 2, 2, 2, 1, ImageTiles.Range.COMMON).image();
    assertThat(image.getRGB(8, 0)).isEqualTo(0xff8c8c8c);
  }

  @Test
  void sizesThatDoNotFitAreRefused() {
    assertRefused(
        () -> ImageTiles.draw(new float[][] {{1}}, 2, 2, 1, 1, ImageTiles.Range.EACH), "2 × 2");
    assertRefused(
        () -> ImageTiles.draw(new float[0][], 2, 2, 1, 1, ImageTiles.Range.EACH), "0 tiles");
    assertRefused(() -> ImageGrid.of(2, 2).row("x", new float[][] {{1}}).draw(1), "2 × 2");
    assertRefused(() -> ImageGrid.of(2, 2).draw(1), "0 rows");
    assertRefused(() -> IntervalChart.titled("", "", 1).draw(), "no row");
    assertRefused(
        () ->
            IntervalChart.titled("", "", 1, "mean")
                .row("a", List.of(new IntervalChart.Estimate(Double.NaN, Double.NaN, Double.NaN)))
                .draw(),
        "no finite value");
  }

  private static void assertRefused(Supplier<Drawing> drawing, String why) {
    assertThatThrownBy(drawing::get)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }

  @Test
  void ticksAreRoundNumbers() {
    assertThat(new Axis(0, 60, false, 0, 100).ticks(6))
        .extracting(Axis.Tick::label)
        .containsExactly("0", "10", "20", "30", "40", "50", "60");
    assertThat(new Axis(1.17, 1.78, false, 0, 100).ticks(6))
        .extracting(Axis.Tick::label)
        .containsExactly("1.2", "1.3", "1.4", "1.5", "1.6", "1.7");
    assertThat(new Axis(0.04, 1.3, true, 0, 100).ticks(6))
        .extracting(Axis.Tick::label)
        .containsExactly("0.05", "0.1", "0.2", "0.5", "1");
  }

  @Test
  void longNamesKeepBothEnds() {
    String shown = Canvas.fit("a very long name of an arm 7", 80, ChartTheme.label());
    assertThat(shown).startsWith("a very").contains("…").endsWith("m 7");
    assertThat(Canvas.textWidth(shown, ChartTheme.label())).isLessThanOrEqualTo(80);
    assertThat(Canvas.fit("short", 80, ChartTheme.label())).isEqualTo("short");
  }

  @Test
  void labelsMoveApartWithinThePlot() {
    double[] at = LearningCurves.spread(new double[] {50, 52, 99}, 0, 100);
    assertThat(at).containsExactly(50, 67, 99);
    assertThat(LearningCurves.spread(new double[] {98, 99, 99}, 0, 100))
        .containsExactly(66, 83, 100);
  }
}
