package dev.bottleneck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bottleneck.testing.MlflowStandIn;
import dev.bottleneck.testing.ToyImages;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A run in another process that is told to stop: what was finished stays readable. */
@DisabledOnOs(OS.WINDOWS)
class InterruptTest {
  @TempDir Path folder;

  private final HttpClient client = HttpClient.newHttpClient();
  private CompletableFuture<String> shown;

  @Test
  @Timeout(value = 120)
  void leavesWhatIsFinished() throws IOException, InterruptedException {
    stop("denoising-pretraining", "--set=classes=" + ToyImages.CLASSES);
  }

  /** The report of autoencoders, without the map of their codes: that would take too long. */
  @Test
  @Timeout(value = 120)
  void mapsNoCodes() throws IOException, InterruptedException {
    Path run = stop("undercomplete", "--set=code=8");
    assertThat(run.resolve("figures/reconstructions-undercomplete.png")).isNotEmptyFile();
    assertThat(run.resolve("figures/codes-undercomplete.png")).doesNotExist();
  }

  /** Ctrl-C ends the process only once all who hear of the run have heard of its end. */
  @Test
  @Timeout(value = 120)
  void whoeverHearsOfTheRunHearsOfItsEnd() throws Exception {
    try (MlflowStandIn mlflow = new MlflowStandIn()) {
      Path run = stop("undercomplete", "--set=code=8", "--live", "--mlflow=" + mlflow.address());
      assertThat(shown.get()).isEqualTo(Files.readString(run.resolve("report.html")));
      assertThat(mlflow.wrong()).isEmpty();
      assertThat(mlflow.runs().get(0).status).isEqualTo("KILLED");
      assertThat(mlflow.runs()).extracting(one -> one.status).doesNotContain("RUNNING", "FAILED");
    }
  }

  /** Asks as a page does, and gives the report that takes its place. */
  private String watch(URI page) {
    try {
      HttpRequest news = HttpRequest.newBuilder(page.resolve("main/watcher")).build();
      CountDownLatch pause = new CountDownLatch(1);
      while (client.send(news, HttpResponse.BodyHandlers.ofString()).statusCode() == 200) {
        pause.await(100, TimeUnit.MILLISECONDS); // the run is to come on
      }
      HttpRequest report = HttpRequest.newBuilder(page).build();
      return client.send(report, HttpResponse.BodyHandlers.ofString()).body();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Stops a run after its fourth job; returns its folder. */
  private Path stop(String experiment, String... further) throws IOException, InterruptedException {
    Process process = start(experiment, ToyImages.write(folder.resolve("toy"), 200, 80), further);
    String rest;
    try (BufferedReader output =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      awaitJob(output, 4);
      // SIGTERM, which the machine answers as it does SIGINT; that one a background job inherits as
      // ignored, and a test may run in one.
      process.toHandle().destroy();
      rest = String.join("\n", output.lines().toList());
    }
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(128 + 15);
    Path run = onlyRun(experiment);
    assertThat(run.resolve("manifest.json")).content().contains("\"state\" : \"interrupted\"");
    assertThat(run.resolve("metrics.csv")).content().containsPattern(experiment + ",\\d+,end");
    assertThat(run.resolve("report.html")).content().contains("</html>");
    assertThat(rest).contains("Report: ").doesNotContain("Exception", "could not be drawn");
    try (Stream<Path> files = Files.walk(run)) {
      assertThat(files).noneMatch(file -> file.toString().endsWith(".part"));
    }
    return run;
  }

  private Process start(String experiment, String data, String... further) throws IOException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx512m",
            "-Djava.awt.headless=true",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "run",
            experiment,
            "--out=" + folder.resolve("out"),
            "--parallel=1",
            "--set=data='" + data + "'",
            "--set=inputs=" + ToyImages.PIXELS,
            // More than can be done before the test interrupts it.
            "--seeds=10000");
    return new ProcessBuilder(Stream.concat(command.stream(), Stream.of(further)).toList())
        .redirectErrorStream(true)
        .start();
  }

  private void awaitJob(BufferedReader output, int job) throws IOException {
    String line;
    do {
      line = output.readLine();
      assertThat(line).as("output ended early").isNotNull();
      if (line.startsWith("Live: ")) {
        URI page = URI.create(line.substring("Live: ".length()));
        shown = CompletableFuture.supplyAsync(() -> watch(page));
      }
    } while (!line.startsWith("[" + job + "/"));
  }

  private Path onlyRun(String experiment) throws IOException {
    try (Stream<Path> runs = Files.list(folder.resolve("out").resolve(experiment))) {
      List<Path> all = runs.toList();
      assertThat(all).hasSize(1);
      return all.get(0);
    }
  }
}
