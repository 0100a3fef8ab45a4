package dev.bottleneck.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class ScatterTest {
  private static final double[][] FLAT = {{0, 0}, {1, 0}, {0, 1}, {1, 1}};
  private static final double[][] SPACE = {{0, 0, 0}, {2, 0, 0}, {0, 1, 0}, {2, 1, 0.5}};
  private static final String EVIL = "</script><!-- \" \\ \u2028 é";

  private static PointCloud cloud(double[][] points, String second) {
    return new PointCloud(points, new int[] {0, 1, 0, 1}, List.of("zero", second));
  }

  @Test
  void theSamePointsGiveTheSamePixels() {
    assertThat(PngFile.of(flat())).isEqualTo(PngFile.of(flat()));
    SpaceChart space = SpaceChart.of(cloud(SPACE, "one"), "a", "b", "c");
    assertThat(PngFile.of(space.draw().image())).isEqualTo(PngFile.of(space.draw().image()));
  }

  private static BufferedImage flat() {
    return ScatterChart.of(cloud(FLAT, "one")).axes("unit 1", "unit 2").draw().image();
  }

  @Test
  void pointsHaveTheColourOfTheirClass() {
    BufferedImage image = ScatterChart.of(cloud(FLAT, "one")).draw().image();
    // The lower corners of [0, 1]² (names cover the upper ones), with a margin of a twentieth, on
    // 520 CSS pixels below 4.
    double margin = 520 * 0.05 / 1.1;
    int low = (int) (2 * margin);
    int high = (int) (2 * (520 - margin));
    assertThat(blue(image.getRGB(low, 8 + high))).isTrue();
    assertThat(blue(image.getRGB(high, 8 + high))).isFalse();
    assertThat(image.getRGB(high, 8 + high)).isNotEqualTo(ChartTheme.BAND.getRGB());
  }

  private static boolean blue(int rgb) {
    return (rgb & 0xff) > (rgb >> 16 & 0xff) + 50;
  }

  @Test
  void pointsAtOnePlaceCanBeDrawn() {
    double[][] same = {{3, 3}, {3, 3}, {3, 3}, {3, 3}};
    assertThat(ScatterChart.of(cloud(same, "one")).draw().image().getWidth()).isPositive();
    double[][] space = {{1, 1, 1}, {1, 1, 1}, {1, 1, 1}, {1, 1, 1}};
    assertThat(json(SpaceChart.of(cloud(space, "one"), "a", "b", "c"))).doesNotContain("NaN");
  }

  @Test
  void jsonHoldsTheCentredPointsWithThreeDecimals() throws Exception {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.GERMANY);
      JsonNode json =
          new ObjectMapper().readTree(json(SpaceChart.of(cloud(SPACE, EVIL), "a", "b", "c")));
      assertThat(json.get("names").get(1).asText()).isEqualTo(EVIL);
      assertThat(json.get("colors").get(0).asText()).isEqualTo("#0072b2");
      assertThat(json.get("axes").get(0).asText()).isEqualTo("a, 0.0 to 2.0");
      assertThat(json.get("half").toString()).isEqualTo("[1,0.5,0.25]");
      assertThat(json.get("classes").toString()).isEqualTo("[0,1,0,1]");
      assertThat(json.get("points").toString())
          .isEqualTo("[-1,-0.5,-0.25,1,-0.5,-0.25,-1,0.5,-0.25,1,0.5,0.25]");
    } finally {
      Locale.setDefault(before);
    }
  }

  private static String json(Chart chart) {
    return ChartJson.of(chart.data());
  }

  @Test
  void whatIsNoCloudIsRefused() {
    assertThatThrownBy(() -> new PointCloud(FLAT, new int[3], List.of("a")))
        .hasMessageContaining("do not go together");
    assertThatThrownBy(() -> new PointCloud(FLAT, new int[] {0, 0, 0, 1}, List.of("a")))
        .hasMessageContaining("class 1, of 1");
    double[][] broken = {{0, Double.NaN}};
    assertThatThrownBy(() -> new PointCloud(broken, new int[1], List.of("a")))
        .hasMessageContaining("finite");
    assertThatThrownBy(() -> ScatterChart.of(cloud(SPACE, "b")).draw())
        .hasMessageContaining("3 coordinates instead of 2");
    assertThatThrownBy(() -> SpaceChart.of(cloud(FLAT, "b"), "a", "b", "c"))
        .hasMessageContaining("2 coordinates instead of 3");
  }
}
