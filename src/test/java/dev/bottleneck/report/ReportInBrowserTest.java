package dev.bottleneck.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.bottleneck.testing.Browser;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A report as a reader has it: what the charts answer to pointer and keys, in a real browser. */
class ReportInBrowserTest {
  private static final int TRIALS = 40;
  private static final String EVIL = "<b>shirt</b>";

  @TempDir static Path folder;
  private static Browser browser;
  private static URI page;

  @BeforeAll
  static void open() throws Exception {
    assumeTrue(Browser.find().isPresent(), "Chromium is not installed");
    Path file = folder.resolve("report.html");
    report().write(file);
    page = file.toUri();
    browser = Browser.start(folder.resolve("profile"));
  }

  @AfterAll
  static void close() throws Exception {
    if (browser != null) {
      browser.close();
    }
  }

  private static HtmlReport report() {
    return HtmlReport.titled("All charts")
        .section("Training")
        .figure(Figure.chart("curves", "Loss.", "Loss over epochs", () -> curves()))
        .section("Codes")
        .figure(Figure.chart("scatter", "Codes.", "Codes in the plane", () -> scatter()))
        .figure(Figure.chart("space", "Codes.", "Codes in space", () -> space()))
        .section("Search")
        .figure(Figure.chart("history", "Trials.", "Loss by trial", () -> history()))
        .figure(Figure.chart("parallel", "Trials.", "Settings of trials", () -> parallel()))
        .build();
  }

  static LearningCurves curves() {
    double[] epochs = {0.5, 1, 2, 3, 4};
    return LearningCurves.titled("", "epoch", "training loss")
        .arm(
            "no corruption",
            0,
            epochs,
            new double[] {1, 0.5, 0.25, 0.2, 0.1},
            new double[] {2, 1, 0.5, 0.4, 0.3})
        .arm("corruption 0.5", 6, epochs, new double[] {3, 2, 1, 0.9, 0.8});
  }

  private static PointCloud cloud(int dimensions) {
    Random chance = new Random(1);
    double[][] points = new double[200][];
    for (int i = 0; i < points.length; i++) {
      points[i] = chance.doubles(dimensions).map(v -> 10 * v).toArray();
    }
    points[0] = new double[dimensions]; // alone in its corner: the test points at it
    return new PointCloud(
        points, IntStream.range(0, 200).map(i -> i % 2).toArray(), List.of(EVIL, "coat"));
  }

  static ScatterChart scatter() {
    float[][] images = new float[200][16];
    for (int i = 0; i < 200; i++) {
      images[i][i % 16] = 1;
    }
    return ScatterChart.of(cloud(2)).images(ImageSheet.of(images, 4, 4));
  }

  private static SpaceChart space() {
    return SpaceChart.of(cloud(3), "code 1", "code 2", "code 3");
  }

  private static double[] trials(long seed) {
    return new Random(seed).doubles(TRIALS, 0.1, 1).toArray();
  }

  static HistoryChart history() {
    double[] numbers = IntStream.range(0, TRIALS).mapToDouble(i -> i).toArray();
    List<String> settings =
        IntStream.range(0, TRIALS).mapToObj(i -> "code=" + i + ", corruption=0.5").toList();
    return new HistoryChart("validation loss", numbers, trials(1), true, settings);
  }

  static ParallelCoordinates parallel() {
    double[] kinds = IntStream.range(0, TRIALS).mapToDouble(i -> i % 2).toArray();
    return new ParallelCoordinates(true)
        .axis(Scale.logarithmic("sparsityWeight"), trials(2))
        .axis(Scale.categories("activation", List.of("RELU", "TANH")), kinds)
        .axis(Scale.numbers("validation loss"), trials(1));
  }

  private static void show(int width) throws Exception {
    browser.open(page, width, 900);
    browser.await("document.querySelectorAll('figure.live.shown').length === 5");
  }

  private static String plot(String kind) {
    return "[data-chart=\"" + kind + "\"] .plot";
  }

  /** Where a value of a chart stands in the window. */
  private static double[] at(String kind, double x, double y) throws Exception {
    browser.middle(plot(kind));
    var there =
        browser.evaluate(
            "(function () { var plot = document.querySelector('%s'), r = plot.getBoundingClientRect(),"
                    .formatted(plot(kind))
                + " p = plot.chart.convertToPixel({xAxisIndex: 0, yAxisIndex: 0}, [%s, %s]);"
                    .formatted(x, y)
                + " return [r.left + p[0], r.top + p[1]]; })()");
    return new double[] {there.get(0).asDouble(), there.get(1).asDouble()};
  }

  private static String tip(String kind) throws Exception {
    String found = "document.querySelector('" + plot(kind) + " .tip')";
    browser.await(found + " && " + found + ".parentElement.style.opacity !== '0'");
    return browser.evaluate(found + ".innerText").asText();
  }

  @ParameterizedTest
  @ValueSource(ints = {390, 1280})
  void everyChartIsShownWithinThePageAndWithoutAComplaint(int width) throws Exception {
    for (boolean dark : new boolean[] {false, true}) {
      browser.dark(dark);
      show(width);
      assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt())
          .isLessThanOrEqualTo(width);
      assertThat(browser.evaluate("document.querySelector('.still').offsetHeight").asInt())
          .isZero();
      assertThat(browser.complaints()).isEmpty();
      assertThat(browser.requests()).isEmpty();
      Path pictures = Files.createDirectories(Path.of("target", "browser"));
      String name = "charts-%d-%s.png".formatted(width, dark ? "dark" : "light");
      Files.write(pictures.resolve(name), browser.page());
    }
    browser.dark(false);
  }

  @Test
  void anExampleUnderThePointerIsShownWithItsClassAsText() throws Exception {
    show(1280);
    double[] at = at("scatter", 0, 0);
    browser.move(at[0], at[1]);
    assertThat(tip("scatter")).contains(EVIL);
    String image = "getComputedStyle(document.querySelector('" + plot("scatter") + " .example'))";
    assertThat(browser.evaluate(image + ".backgroundPosition").asText()).isEqualTo("0px 0px");
    assertThat(browser.evaluate(image + ".backgroundImage").asText())
        .startsWith("url(\"data:image/png");
  }

  @Test
  void aClassIsHiddenByItsName() throws Exception {
    show(1280);
    String shown =
        "document.querySelector('" + plot("scatter") + "').chart.getOption().legend[0].selected";
    browser.click("[data-chart=\"scatter\"] .legend button");
    assertThat(browser.evaluate(shown + "['" + EVIL + "']").asBoolean(true)).isFalse();
    browser.click("[data-chart=\"scatter\"] .legend button");
    assertThat(browser.evaluate(shown + "['" + EVIL + "']").asBoolean(false)).isTrue();
  }

  @Test
  void curvesTellMeanAndRangeUnderThePointerAndTakeALogarithm() throws Exception {
    show(1280);
    double[] at = at("curves", 2, 0.4);
    browser.move(at[0], at[1]);
    assertThat(tip("curves")).contains("epoch 2", "no corruption", "0.375 (0.25 to 0.5)", "1");
    String axis =
        "document.querySelector('" + plot("curves") + "').chart.getOption().yAxis[0].type";
    assertThat(browser.evaluate(axis).asText()).isEqualTo("value");
    browser.click("[data-chart=\"curves\"] .controls button");
    assertThat(browser.evaluate(axis).asText()).isEqualTo("log");
  }

  @Test
  void arrowKeysGoFromMarkToMark() throws Exception {
    show(1280);
    browser.middle(plot("curves"));
    browser.evaluate("document.querySelector('" + plot("curves") + "').focus()");
    browser.press("ArrowRight");
    assertThat(tip("curves")).contains("epoch 0.5");
    browser.press("ArrowRight");
    browser.await(
        "document.querySelector('%s .tip').innerText.includes('epoch 1')"
            .formatted(plot("curves")));
  }

  /** The mean ends with the shortest seed, as one that has only begun; the others are told of. */
  @Test
  void curvesTellTheSeedsThatThereAreWhereThereIsNoMean() throws Exception {
    double[] epochs = {1, 2, 3, 4};
    Path file = folder.resolve("begun.html");
    HtmlReport.titled("A seed has begun")
        .figure(
            Figure.chart(
                "curves",
                "Loss.",
                "Loss over epochs",
                () ->
                    LearningCurves.titled("", "epoch", "loss")
                        .arm(
                            "one",
                            0,
                            epochs,
                            new double[] {1, 0.75, 0.5, 0.25},
                            new double[] {1, 0.65, 0.375},
                            new double[] {2})))
        .build()
        .write(file);
    browser.open(file.toUri(), 1280, 900);
    browser.await("document.querySelector('figure.shown')");
    double[] at = at("curves", 3, 0.5);
    browser.move(at[0], at[1]);
    assertThat(tip("curves")).contains("epoch 3", "2 of 3 seeds: 0.375 to 0.5");
    browser.evaluate("document.querySelector('" + plot("curves") + "').focus()");
    browser.press("ArrowRight");
    browser.await(
        "document.querySelector('%s .tip').innerText.includes('(1 to 2)')"
            .formatted(plot("curves")));
    browser.press("ArrowLeft");
    browser.await(
        "document.querySelector('%s .tip').innerText.includes('1 of 3 seeds: 0.25')"
            .formatted(plot("curves")));
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void aTrialUnderThePointerTellsItsSetting() throws Exception {
    show(1280);
    double[] at = at("history", 7, trials(1)[7]);
    browser.move(at[0], at[1]);
    assertThat(tip("history")).contains("trial 7", "code", "7", "corruption", "0.5");
  }

  @Test
  void aBrushedStretchLeavesTheTrialsThatPass() throws Exception {
    show(1280);
    double[] middle = browser.middle(plot("parallel"));
    // The last axis, its upper half: the larger losses.
    String place =
        "(function () { var plot = document.querySelector('%s'), r = plot.getBoundingClientRect(),"
                .formatted(plot("parallel"))
            + " axis = plot.chart.getModel().getComponent('parallel').coordinateSystem.getAxisLayout('dim2');"
            + " return [r.left + axis.position[0], r.top + axis.position[1]]; })()";
    var at = browser.evaluate(place);
    double x = at.get(0).asDouble();
    double bottom = middle[1] + middle[3] / 2 - 24;
    double top = middle[1] - middle[3] / 2 + 64;
    browser.drag(x, (top + bottom) / 2, x, top + 1);
    browser.await("/^[0-9]+ of 40 trials pass$/.test(document.querySelector('.told').textContent)");
    int passing =
        Integer.parseInt(
            browser.evaluate("document.querySelector('.told').textContent.split(' ')[0]").asText());
    double[] losses = trials(1);
    double low = IntStream.range(0, TRIALS).mapToDouble(i -> losses[i]).min().orElseThrow();
    double high = IntStream.range(0, TRIALS).mapToDouble(i -> losses[i]).max().orElseThrow();
    long expected = IntStream.range(0, TRIALS).filter(i -> losses[i] >= (low + high) / 2).count();
    assertThat((long) passing).isBetween(expected - 2, expected + 2); // a pixel is a trial or none
  }

  @Test
  void onPaperThePicturesStandInTheChartsPlace() throws Exception {
    show(1280);
    browser.paper(true);
    for (String kind : List.of("curves", "scatter", "space", "history", "parallel")) {
      String figure = "document.querySelector('[data-chart=\"" + kind + "\"] %s').offsetHeight";
      assertThat(browser.evaluate(figure.formatted(".still img")).asInt()).isPositive();
      assertThat(browser.evaluate(figure.formatted(".stage")).asInt()).isZero();
    }
    browser.paper(false);
  }

  @Test
  void pointsInSpaceTurn() throws Exception {
    show(1280);
    String picture = "document.querySelector('" + plot("space") + " canvas').toDataURL()";
    String before = browser.evaluate(picture).asText();
    double[] at = browser.middle(plot("space"));
    browser.drag(at[0], at[1], at[0] + 80, at[1]);
    browser.await(picture + " !== " + '"' + before + '"');
  }
}
