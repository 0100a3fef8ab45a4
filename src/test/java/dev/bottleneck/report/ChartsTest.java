package dev.bottleneck.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** Charts as a page has them: data that no text can break out of, and each script once. */
class ChartsTest {
  private static final String EVIL = "</script><!-- \" \\ \u2028 é";
  private static final float[][] IMAGES = {{0, 0.2f, 0.4f, 1}, {1, 1, 1, Float.NaN}};

  private static PointCloud cloud(double[]... points) {
    return new PointCloud(points, new int[points.length], List.of(EVIL));
  }

  private static Figure space(String name) {
    return Figure.chart(
        name,
        EVIL,
        EVIL,
        () -> SpaceChart.of(cloud(new double[] {0, 1, 2}, new double[3]), EVIL, "b", "c"));
  }

  private static Figure scatter(String name) {
    return Figure.chart(
        name,
        EVIL,
        EVIL,
        () ->
            ScatterChart.of(cloud(new double[] {0, 1}, new double[2]))
                .images(ImageSheet.of(IMAGES, 2, 2)));
  }

  private static String page(Figure... figures) {
    HtmlReport.Builder report = HtmlReport.titled("t");
    List.of(figures).forEach(report::figure);
    return report.build().render();
  }

  @Test
  void eachScriptIsThereOnceAndNoTextCanEndIt() {
    String page = page(space("a"), space("b"));
    assertThat(page.split("<script", -1)).hasSize(4);
    assertThat(page.split("</script>", -1)).hasSize(4);
    assertThat(page)
        .containsOnlyOnce("charts.kinds.space = ")
        .doesNotContain("id=\"chart-library\"");
    assertThat(page).doesNotContain("<!-- ").doesNotContain("http://", "https://");
    assertThat(page()).doesNotContain("<script");
  }

  @Test
  void theLibraryAndTheImagesAreThereOnce() throws IOException {
    String page = page(scatter("a"), scatter("b"), space("c"));
    // The library, one sheet of images, the code, and the data of three charts.
    assertThat(page.split("<script", -1)).hasSize(7);
    String packed = page.replaceAll("(?s).*id=\"chart-library\">([^<]*)<.*", "$1");
    try (var in =
        new GZIPInputStream(new ByteArrayInputStream(Base64.getDecoder().decode(packed)))) {
      assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
          .startsWith("/*! Apache ECharts");
    }
  }

  @Test
  void theLibraryIsOfTheVersionThatIsAskedFor() throws IOException {
    String version =
        new ObjectMapper()
            .readTree(Path.of("src", "charts", "package.json").toFile())
            .at("/devDependencies/echarts")
            .asText();
    try (var in = HtmlReport.class.getResourceAsStream("charts/echarts.min.js")) {
      assertThat(new String(in.readNBytes(100), StandardCharsets.UTF_8))
          .startsWith("/*! Apache ECharts " + version + ", Apache-2.0");
    }
    assertThat(Path.of("results", "DEPENDENCIES.md"))
        .content()
        .contains("ECharts](https://echarts.apache.org) " + version);
  }

  @Test
  void withoutAScriptThePictureIsThere() {
    assertThat(page(scatter("a")))
        .containsPattern(
            "(?s)<div class=\"still\">.*<img src=\"data:image/png.*class=\"stage\" hidden");
  }

  /** {@code Map.of} has another order in each process. */
  @Test
  void equalDataAreEqualTexts() {
    assertThat(ChartJson.of(Map.of("d", 1, "b", 2, "c", 3, "a", 4)))
        .isEqualTo("{\"a\":4,\"b\":2,\"c\":3,\"d\":1}");
  }

  @Test
  void numbersAreRoundedAndWhatIsNoneIsMissing() throws IOException {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.GERMANY);
      double[] values = {1 / 3.0, 123456.7, 2, -0.0, 1e-9, Double.NaN, Double.POSITIVE_INFINITY};
      String json = ChartJson.of(Map.of("values", values));
      assertThat(json).isEqualTo("{\"values\":[0.33333,1.2346E+5,2,0,1E-9,null,null]}");
      assertThat(new ObjectMapper().readTree(json).get("values").get(1).asDouble())
          .isEqualTo(123460);
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void aSheetHoldsTheImagesBesideEachOther() throws IOException {
    ImageSheet sheet = ImageSheet.of(IMAGES, 2, 2);
    BufferedImage picture = ImageIO.read(new ByteArrayInputStream(sheet.png()));
    assertThat(picture.getWidth()).isEqualTo(4);
    assertThat(picture.getHeight()).isEqualTo(2);
    assertThat(new int[] {gray(picture, 0, 0), gray(picture, 1, 0), gray(picture, 1, 1)})
        .containsExactly(0, 51, 255);
    assertThat(ImageSheet.of(IMAGES, 2, 2).id()).isEqualTo(sheet.id());
    float[][] large = new float[41][3 * 100 * 50];
    ImageSheet small = ImageSheet.of(large, 100, 50);
    assertThat(small.height()).isEqualTo(32);
    assertThat(small.width()).isEqualTo(16);
    assertThat(ImageIO.read(new ByteArrayInputStream(small.png())).getHeight()).isEqualTo(64);
  }

  private static int gray(BufferedImage picture, int x, int y) {
    return picture.getRaster().getSample(x, y, 0);
  }

  @Test
  void curvesHoldEverySeedAndTheMean() throws IOException {
    LearningCurves curves =
        LearningCurves.titled("t", "epoch", "loss")
            .arm("a", 0, new double[] {1, 2, 3}, new double[] {4, 2}, new double[] {2, 2, 1});
    JsonNode arm = new ObjectMapper().readTree(ChartJson.of(curves.data())).get("arms").get(0);
    assertThat(arm.get("mean").toString()).isEqualTo("[3,2]");
    assertThat(arm.get("seeds").toString()).isEqualTo("[[4,2],[2,2,1]]");
  }

  @Test
  void aTrialThatLacksAHyperparameterLacksItInTheData() throws IOException {
    ParallelCoordinates chart =
        new ParallelCoordinates(true)
            .axis(Scale.numbers("level"), 0.1, Double.NaN)
            .axis(Scale.numbers("loss"), 2, 1);
    JsonNode json = new ObjectMapper().readTree(ChartJson.of(chart.data()));
    assertThat(json.get("axes").get(0).get("values").toString()).isEqualTo("[0.1,null]");
    assertThat(json.get("order").toString()).isEqualTo("[0,1]");
  }

  @Test
  void aChartThatCannotBeMadeIsNamedWithTheReason() {
    Figure figure =
        Figure.chart(
            "codes",
            "",
            "",
            () -> {
              throw new IllegalArgumentException("no points");
            });
    assertThat(figure.drawn()).isFalse();
    assertThat(figure.live()).isEqualTo(Optional.empty());
    assertThat(page(figure)).contains("The figure “codes” could not be drawn: no points");
  }
}
