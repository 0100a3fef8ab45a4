package dev.bottleneck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bottleneck.jobs.RawStore;
import dev.bottleneck.jobs.StoreConnection;
import dev.bottleneck.study.resume.RunJobs;
import dev.bottleneck.testing.CommandProcess;
import dev.bottleneck.testing.ToyImages;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs in other processes that are gone on with; what else kills do, the tests of faults tell. */
@DisabledOnOs(OS.WINDOWS)
class KilledRunTest {
  private static final String EXPERIMENT = "denoising-pretraining";
  private static final String SEEDS = "--seeds=3";
  private static final String OFTEN = "--checkpoint-every=0.001";

  @TempDir Path folder;
  private String data;

  @BeforeEach
  void writeData() throws IOException {
    data = ToyImages.write(folder.resolve("toy"), 1000, 80);
  }

  private static void assertSame(Path out, Path whole) throws IOException {
    assertThat(run(out).resolve("manifest.json")).content().contains("\"complete\"");
    assertThat(files(run(out))).isEqualTo(files(run(whole)));
    for (String file : files(run(whole))) {
      if (file.endsWith(".zip") || file.equals("metrics.csv") || file.equals("summary.json")) {
        assertThat(run(out).resolve(file)).hasSameBinaryContentAs(run(whole).resolve(file));
      }
    }
  }

  /** Two processes share the jobs; where the one that leads is killed, the other ends the run. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void twoProcessesEndWithTheSameBits(boolean killed) throws Exception {
    // So many that the second finds some left.
    Path whole = folder.resolve("whole");
    assertThat(begin("compiled", whole, "--seeds=20").waitFor()).isZero();

    Path out = folder.resolve("joined");
    Process leading = begin("compiled", out, "--seeds=20", OFTEN, "--parallel=1");
    while (written(out).isEmpty()) {
      assertThat(leading.isAlive()).isTrue();
    }
    Future<Integer> joined =
        Executors.newSingleThreadExecutor()
            .submit(
                () ->
                    Main.commandLine().execute("run", "--join=" + run(out), OFTEN, "--parallel=1"));
    while (workers(out).size() < 2) {
      assertThat(joined.isDone()).isFalse();
    }
    if (killed) {
      assertThat(leading.destroyForcibly().waitFor()).isEqualTo(128 + 9);
    } else {
      assertThat(leading.waitFor()).isZero();
    }
    assertThat(joined.get()).isZero();
    assertSame(out, whole);
  }

  private static Set<String> workers(Path out) throws IOException {
    try (StoreConnection jobs = RawStore.open(run(out).resolve(RunJobs.FILE))) {
      return Set.copyOf(
          jobs.query(row -> row.getString(1), "SELECT worker FROM jobs WHERE attempts > 0"));
    }
  }

  private static boolean begun(Path out) throws IOException {
    if (!Files.exists(out.resolve(EXPERIMENT))) {
      return false;
    }
    try (Stream<Path> runs = Files.list(out.resolve(EXPERIMENT))) {
      return runs.anyMatch(run -> Files.exists(run.resolve("manifest.json")));
    }
  }

  private static Set<String> written(Path out) throws IOException {
    if (!Files.exists(out)) {
      return Set.of();
    }
    Set<String> written = new HashSet<>();
    try (Stream<Path> all = Files.walk(out)) {
      all.map(Path::toString)
          .filter(file -> file.matches(".*/checkpoints/.*\\.\\d+"))
          .forEach(written::add);
    } catch (UncheckedIOException e) {
      if (!(e.getCause() instanceof NoSuchFileException)) {
        throw e; // else it was removed while it was listed
      }
    }
    written.addAll(endedJobs(out));
    return written;
  }

  private static List<String> endedJobs(Path out) throws IOException {
    Path store = begun(out) ? run(out).resolve(RunJobs.FILE) : out;
    if (!Files.isRegularFile(store)) {
      return List.of();
    }
    try (StoreConnection jobs = RawStore.open(store)) {
      return jobs.query(
          row -> "job " + row.getInt(1), "SELECT number FROM jobs WHERE state = 'complete'");
    }
  }

  /** A run that was not killed can be made to write its report anew. */
  @Test
  @Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aFinishedRunIsReportedAnew() throws IOException, InterruptedException {
    Path out = folder.resolve("finished");
    assertThat(begin("compiled", out, SEEDS, OFTEN).waitFor()).isZero();
    Path report = run(out).resolve("report.html");
    String numbers = Files.readString(run(out).resolve("metrics.csv"));
    Files.delete(report);
    assertThat(start("run", "--resume=" + run(out)).waitFor()).isZero();
    assertThat(report).isNotEmptyFile();
    assertThat(run(out).resolve("metrics.csv")).hasContent(numbers);
  }

  /**
   * A training that is known to be under way, as it has gone on from a state, is kept at a stop.
   */
  @Test
  @Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void stoppedItKeepsWhatWasUnderWay() throws IOException, InterruptedException {
    Path out = folder.resolve("stopped");
    String[] endless = {"--parallel=1", "--seeds=1", "--set=fineTuningEpochs=100000000", OFTEN};
    Process begun = begin("compiled", out, endless);
    while (written(out).isEmpty()) {
      assertThat(begun.isAlive()).isTrue();
    }
    stop(begun, out);
    Set<String> before = written(out);

    Process resumed =
        start("run", "--resume=" + run(out), "--checkpoint-every=100000", "--parallel=1");
    Path log = run(out).resolve("run.log");
    while (!Files.readString(log).contains("going on from")) {
      assertThat(resumed.isAlive()).isTrue();
    }
    stop(resumed, out);
    assertThat(written(out)).anyMatch(file -> !before.contains(file));
  }

  private static void stop(Process process, Path out) throws IOException, InterruptedException {
    process.toHandle().destroy();
    assertThat(process.waitFor()).isEqualTo(128 + 15);
    assertThat(run(out).resolve("manifest.json")).content().contains("\"interrupted\"");
  }

  private Process begin(String engine, Path out, String... more) throws IOException {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "run",
                EXPERIMENT,
                "--out=" + out,
                "--engine=" + engine,
                "--set=data='" + data + "'",
                "--set=inputs=" + ToyImages.PIXELS,
                "--set=classes=" + ToyImages.CLASSES,
                "--set=batchSize=10",
                "--set=pretrainingEpochs=2",
                "--set=fineTuningEpochs=3"));
    arguments.addAll(List.of(more));
    return start(arguments.toArray(new String[0]));
  }

  private Process start(String... arguments) throws IOException {
    return CommandProcess.start(folder.resolve("printed.txt"), List.of(arguments));
  }

  private static Path run(Path out) throws IOException {
    try (Stream<Path> runs = Files.list(out.resolve(EXPERIMENT))) {
      return runs.findFirst().orElseThrow();
    }
  }

  private static List<String> files(Path run) throws IOException {
    try (Stream<Path> all = Files.walk(run)) {
      return all.filter(Files::isRegularFile)
          .map(file -> run.relativize(file).toString())
          .sorted()
          .toList();
    }
  }
}
