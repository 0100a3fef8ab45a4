package dev.bottleneck.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.bottleneck.report.Figure;
import dev.bottleneck.report.HtmlReport;
import dev.bottleneck.testing.Browser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The live page in a real browser: it fills, and charts that are there stay as they were left. */
class LiveInBrowserTest {
  @TempDir static Path folder;
  private static Browser browser;

  private final FakePage page = new FakePage();
  private LiveServer server;

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

  @BeforeEach
  void serve() {
    server = LiveServer.open(new LiveOptions(0, at -> {}));
    server.show(page);
  }

  @AfterEach
  void end() {
    server.close();
  }

  /** Opens the page of work that has come so far, and waits until it is shown. */
  private void open(int epochs) throws Exception {
    page.epochs(epochs);
    open(epochs, 1280);
  }

  private void open(int epochs, int width) throws Exception {
    browser.open(server.address(), width, 900);
    browser.await(
        epochs == 0
            ? "document.body.innerText.includes('Nothing yet')"
            : points("first") + " === " + epochs);
  }

  private static String points(String chart) {
    return "(document.querySelector('[data-name=\"%s\"].shown .plot') || {}).chart".formatted(chart)
        + "?.getOption().series.at(-1).data.length";
  }

  @ParameterizedTest
  @ValueSource(ints = {390, 1280})
  void itFillsWithoutBeingLoadedAnew(int width) throws Exception {
    open(0, width);
    browser.evaluate("window.same = true");
    page.epochs(2);
    browser.await(points("first") + " === 2");
    browser.evaluate("document.querySelector('.plot').chart.kept = true");
    browser.click(".controls button");
    page.epochs(5);
    browser.await(points("first") + " === 5");
    browser.await(points("second") + " === 3");
    browser.await("document.body.innerText.includes('5 epochs are done')");
    String first = "document.querySelector('[data-name=first] .plot').chart";
    assertThat(browser.evaluate(first + ".kept").asBoolean()).isTrue();
    assertThat(browser.evaluate(first + ".getOption().yAxis[0].type").asText()).isEqualTo("log");
    assertThat(browser.evaluate("window.same").asBoolean()).isTrue();
    assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt())
        .isLessThanOrEqualTo(width);
    assertThat(browser.complaints()).isEmpty();
    assertThat(browser.requests())
        .allSatisfy(request -> assertThat(request).startsWith(server.address().toString()));
  }

  private static String chart(String name) {
    return "document.querySelector('[data-name=%s] .plot').chart".formatted(name);
  }

  @Test
  void whatTheReaderHidAndBrushedStaysSo() throws Exception {
    open(4);
    try {
      browser.await("document.querySelector('[data-name=trials].shown')");
      browser.evaluate(chart("arms") + ".dispatchAction({type: 'legendUnSelect', name: 'other'})");
      // From above the middle of the last axis to short of its top: the third of four losses.
      double[] plot = browser.middle("[data-name=trials] .plot");
      double across = plot[0] + plot[2] / 2 - 56;
      double top = plot[1] - plot[3] / 2 + 64;
      browser.drag(across, plot[1], across, top + 1);
      String told = "document.querySelector('[data-name=trials] .told').textContent";
      browser.await(told + " === '1 of 4 trials pass'");
      page.epochs(6);
      browser.await(points("arms") + " === 6");
      browser.await(told + " === '1 of 6 trials pass'"); // the loss of the new ones is larger yet
      assertThat(browser.evaluate(chart("arms") + ".getOption().legend[0].selected.other").asText())
          .isEqualTo("false");
      browser.dark(true);
      browser.await("matchMedia('(prefers-color-scheme: dark)').matches");
      assertThat(browser.evaluate(told).asText()).isEqualTo("1 of 6 trials pass");
      assertThat(browser.complaints()).isEmpty();
    } finally {
      browser.dark(false);
    }
  }

  @Test
  void aChartThatBreaksLeavesTheOthers() throws Exception {
    open(0);
    browser.evaluate("charts.kinds.curves = function () { throw new Error('a broken chart'); }");
    page.epochs(3);
    browser.await("document.querySelector('[data-name=trials].shown')");
    page.epochs(4);
    browser.await("document.body.innerText.includes('4 epochs are done')");
    browser.await(chart("trials") + ".getOption().series[0].data.length === 4");
    assertThat(browser.complaints())
        .isNotEmpty()
        .allSatisfy(complaint -> assertThat(complaint).contains("a broken chart"));
  }

  @Test
  @Timeout(value = 60)
  void aPageThatCannotBeMadeIsAskedForAgain() throws Exception {
    open(1);
    page.broken(true);
    page.epochs(2);
    do {
      browser.await("true"); // a frame later
    } while (browser.complaints().stream().noneMatch(of -> of.contains("status of 500")));
    page.broken(false);
    browser.await(points("first") + " === 2");
  }

  @Test
  void theReportTakesThePagesPlace() throws Exception {
    open(2);
    Path report = folder.resolve("report.html");
    Figure chart = Figure.chart("only", "Loss.", "Loss", () -> FakePage.curves(7));
    HtmlReport.titled("The report").figure(chart).build().write(report);
    CompletableFuture<Void> concluded = CompletableFuture.runAsync(() -> server.conclude(report));
    browser.await("document.title === 'The report'");
    browser.await(points("only") + " === 7");
    concluded.join();
    assertThat(browser.complaints()).isEmpty();
  }

  /** What a browser that is slow finds: the server has ended before it has the report. */
  @Test
  void aReportThatCannotBeFetchedLeavesThePage() throws Exception {
    open(2);
    browser.evaluate(
        "(function (real) { fetch = function (at, how) {"
            + " return at === './' ? Promise.reject(new TypeError('gone')) : real(at, how); }; })(fetch)");
    Path report = folder.resolve("unseen.html");
    Files.writeString(report, HtmlReport.titled("The report").build().render());
    server.conclude(report);
    server.close();
    browser.await("document.body.innerText.includes('its report is report.html in /a/run')");
    assertThat(browser.evaluate(points("first")).asInt()).isEqualTo(2);
  }

  @Test
  void aProcessThatIsGoneIsToldOf() throws Exception {
    open(2);
    server.close();
    browser.await("document.body.innerText.includes('does not answer')");
    assertThat(browser.evaluate(points("first")).asInt()).isEqualTo(2);
  }

  @Test
  void aProcessThatAnswersAgainIsNotToldOfAnyMore() throws Exception {
    open(2);
    browser.evaluate(
        "window.real = fetch; fetch = function () { return Promise.reject(new TypeError('down')); }");
    browser.await("document.body.innerText.includes('does not answer')");
    browser.evaluate("fetch = real");
    browser.await("!document.body.innerText.includes('does not answer')");
    page.epochs(3);
    browser.await(points("first") + " === 3");
  }
}
