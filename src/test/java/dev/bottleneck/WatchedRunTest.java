package dev.bottleneck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A run or sweep that is watched finds what it finds unwatched, and shows it meanwhile. */
class WatchedRunTest {
  @TempDir Path folder;

  private final HttpClient client = HttpClient.newHttpClient();
  private final List<String> seen = new CopyOnWriteArrayList<>();
  private volatile URI page;
  private volatile String last = "";
  private volatile Thread watcher;

  /** Asks once before anything is trained, and then as a page does, until there is the report. */
  private void watch(URI address) {
    page = address;
    ask();
    watcher = new Thread(this::askToTheEnd, "watcher");
    watcher.start();
  }

  private void askToTheEnd() {
    try {
      CountDownLatch pause = new CountDownLatch(1);
      while (ask() == 200) {
        pause.await(100, TimeUnit.MILLISECONDS); // the cores are for the training
      }
      last = get(page).body();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private int ask() {
    HttpResponse<String> answer = get(page.resolve("main/watcher"));
    if (answer.statusCode() == 200) {
      seen.add(answer.body());
    }
    return answer.statusCode();
  }

  private HttpResponse<String> get(URI at) {
    try {
      return client.send(HttpRequest.newBuilder(at).build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private RunBuilder run(String experiment, String engine) {
    return Bottleneck.experiment(experiment)
        .replaceData("fashion-mnist", "mnist")
        .quick()
        .seeds(2)
        .engine(engine)
        .set("epochs", 3)
        .out(folder.resolve("runs"));
  }

  @ParameterizedTest
  @CsvSource({
    "stacked, compiled",
    "stacked, dl4j",
    "denoising-filters, compiled",
    "variational, auto",
    "recurrent, compiled"
  })
  void whoeverLooksOnChangesNothing(String experiment, String engine) throws Exception {
    Run unseen = run(experiment, engine).train();
    // Once more at each value: what there is to see is seen, however fast the run is.
    Run watched = run(experiment, engine).live(this::watch).onMeasured(measured -> ask()).train();
    watcher.join();
    assertThat(watched.folder().resolve("metrics.csv"))
        .hasSameTextualContentAs(unseen.folder().resolve("metrics.csv"));
    assertThat(seen.get(0)).contains("The first values are still to come");
    assertThat(seen).anyMatch(page -> page.contains("data-chart=\"curves\""));
    assertThat(seen).anyMatch(page -> page.contains("Examples and what they are reconstructed to"));
    assertThat(last).isEqualTo(Files.readString(watched.folder().resolve("report.html")));
  }

  @Test
  void aSweepShowsItsTrialsAsTheyEnd() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("little.yaml"),
            """
            name: little
            experiment: stacked
            set: {quick: true, data: mnist, validation: 'first:5000'}
            space:
              code: {integer: [2, 12]}
              learningRate: {log-uniform: [0.0001, 0.01]}
            objective: {metric: loss, goal: min}
            budget: {trials: 6}
            finalSeeds: 1
            """);
    Sweep sweep = Bottleneck.sweep(file.toString()).out(folder).live(this::watch).run();
    watcher.join();
    assertThat(seen.get(0)).contains("The first trial is still to come");
    assertThat(seen).anyMatch(page -> page.contains("data-chart=\"history\""));
    assertThat(seen).anyMatch(page -> page.contains("The best settings so far"));
    assertThat(last).isEqualTo(Files.readString(sweep.folder().resolve("report.html")));
  }

  @Test
  void aPortThatIsTakenIsToldBeforeAnythingIsWritten() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      RunBuilder run = run("stacked", "auto").live(taken.getLocalPort(), at -> {});
      assertThatThrownBy(run::train)
          .isInstanceOf(BottleneckException.class)
          .hasMessageStartingWith("--live-port " + taken.getLocalPort());
      assertThat(folder.resolve("runs")).doesNotExist();
    }
  }
}
