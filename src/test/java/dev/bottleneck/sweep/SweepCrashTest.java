package dev.bottleneck.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bottleneck.jobs.JobState;
import dev.bottleneck.sweep.definition.SweepDefinition;
import dev.bottleneck.sweep.definition.SweepFile;
import dev.bottleneck.sweep.store.TrialStore;
import dev.bottleneck.sweep.trial.Trial;
import dev.bottleneck.sweep.trial.Trial.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Sweeps in other processes that are killed in the middle of a trial of the test's choice: nothing
 * finished is lost, nothing is done twice.
 */
@DisabledOnOs(OS.WINDOWS)
class SweepCrashTest {
  private static final int TRIALS = 4;
  private static final Duration LOOK = Duration.ofMillis(5);

  @TempDir Path folder;

  private List<Trial> trials(Path out, Stage stage) {
    try (TrialStore store = TrialStore.open(out.resolve("gated"), Duration.ofHours(1))) {
      return store.trials(stage);
    }
  }

  private static List<String> results(List<Trial> trials) {
    return trials.stream()
        .map(t -> t.number() + " " + t.state() + " " + t.parameters() + " " + t.measures())
        .toList();
  }

  private Path sweep(String... more) throws IOException {
    return GatedExperiment.write(folder, TRIALS, more);
  }

  private static SweepDefinition parse(Path file) throws IOException {
    return SweepFile.parse(file.toString(), Files.readString(file), List.of());
  }

  private void close(long seed, String what) throws IOException {
    Files.deleteIfExists(GatedExperiment.reached(folder, seed));
    Files.writeString(GatedExperiment.gate(folder, seed), what);
  }

  private void open(long seed) throws IOException {
    Files.delete(GatedExperiment.gate(folder, seed));
  }

  private void awaitAtGate(Process process, long seed) throws InterruptedException {
    while (!Files.exists(GatedExperiment.reached(folder, seed))) {
      assertThat(process.waitFor(LOOK.toMillis(), TimeUnit.MILLISECONDS))
          .as("it ended before seed %d", seed)
          .isFalse();
    }
  }

  /** SIGKILL: no hook runs, no buffer is written. */
  private static void kill(Process process) throws InterruptedException {
    assertThat(process.destroyForcibly().waitFor()).isEqualTo(128 + 9);
  }

  /** In the first trial, in the last of the search and in the winner's last. */
  @Test
  @Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void killedAgainAndAgainItEndsAsIfItHadNeverStopped() throws IOException, InterruptedException {
    Path file = sweep("finalSeeds: 2");
    SweepDefinition sweep = parse(file);
    Path out = folder.resolve("killed");
    List<Long> gates =
        List.of(sweep.firstSeed(0), sweep.firstSeed(TRIALS - 1), sweep.firstFinalSeed() + 1);
    for (long seed : gates) {
      close(seed, GatedExperiment.WAIT);
      Process process =
          SweepProcess.start(file, out, "--workers=1", Files.exists(out) ? "--resume" : "--join");
      awaitAtGate(process, seed);
      kill(process);
      open(seed);
    }
    assertThat(trials(out, Stage.SEARCH)).allMatch(t -> t.is(JobState.COMPLETE));
    assertThat(trials(out, Stage.FINAL)).extracting(Trial::state).contains(JobState.RUNNING);

    ToySweep.run(file, out, "--workers", "2", "--resume");
    Path whole = folder.resolve("whole");
    ToySweep.run(file, whole, "--workers", "2");

    for (Stage stage : Stage.values()) {
      assertThat(results(trials(out, stage)))
          .containsExactlyElementsOf(results(trials(whole, stage)));
    }
    // Those that were killed were begun twice, and no other.
    assertThat(trials(out, Stage.SEARCH))
        .extracting(t -> t.job().attempts())
        .containsExactly(2, 1, 1, 2);
    assertThat(trials(out, Stage.FINAL)).extracting(t -> t.job().attempts()).containsExactly(1, 2);
  }

  @Test
  @Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aTrialThatEndsItsProcessIsNotBegunForEver() throws IOException, InterruptedException {
    Path file = sweep("finalSeeds: 0");
    Path out = folder.resolve("deadly");
    close(parse(file).firstSeed(1), GatedExperiment.HALT);
    for (int death = 0; death < 3; death++) {
      Process process =
          SweepProcess.start(file, out, "--workers=1", death == 0 ? "--join" : "--resume");
      assertThat(process.waitFor()).isEqualTo(GatedExperiment.HALTED);
    }
    // In this process: a fourth attempt would end the test.
    ToySweep.run(file, out, "--workers", "1", "--resume");
    assertThat(trials(out, Stage.SEARCH))
        .extracting(Trial::state)
        .containsExactly(JobState.COMPLETE, JobState.FAILED, JobState.COMPLETE, JobState.COMPLETE);
    assertThat(trials(out, Stage.SEARCH).get(1).error().orElseThrow())
        .contains("its process died 3 times", "--retry-failed");
  }

  @Test
  @Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void twoShareASweepAndTheOneThatIsLeftFinishesIt() throws IOException, InterruptedException {
    Path file = sweep("finalSeeds: 2");
    SweepDefinition sweep = parse(file);
    Path out = folder.resolve("joined");
    close(sweep.firstSeed(0), GatedExperiment.WAIT);
    close(sweep.firstSeed(1), GatedExperiment.WAIT);
    Process first = SweepProcess.start(file, out, "--join", "--workers=1");
    awaitAtGate(first, sweep.firstSeed(0));
    Process second = SweepProcess.start(file, out, "--join", "--workers=1");
    awaitAtGate(second, sweep.firstSeed(1));
    kill(first);
    open(sweep.firstSeed(0));
    open(sweep.firstSeed(1));
    assertThat(second.waitFor()).isZero();

    List<Trial> search = trials(out, Stage.SEARCH);
    assertThat(search).hasSize(TRIALS).allMatch(t -> t.is(JobState.COMPLETE));
    assertThat(search).extracting(t -> t.job().attempts()).containsExactly(2, 1, 1, 1);
    assertThat(search).allMatch(t -> t.job().worker().orElseThrow().process() == second.pid());
    assertThat(trials(out, Stage.FINAL)).hasSize(2).allMatch(t -> t.is(JobState.COMPLETE));
  }

  @Test
  @Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void askedToStopItGivesItsTrialsBackAndReportsWhatItHas()
      throws IOException, InterruptedException {
    Path file = sweep("finalSeeds: 2");
    SweepDefinition sweep = parse(file);
    Path out = folder.resolve("stopped");
    close(sweep.firstSeed(2), GatedExperiment.WAIT);
    Process process = SweepProcess.start(file, out, "--workers=1");
    awaitAtGate(process, sweep.firstSeed(2));
    // SIGTERM, which the machine answers as it does Ctrl-C.
    process.toHandle().destroy();
    assertThat(process.waitFor()).isEqualTo(128 + 15);
    assertThat(trials(out, Stage.SEARCH))
        .extracting(Trial::state)
        .containsExactly(JobState.COMPLETE, JobState.COMPLETE, JobState.WAITING);
    assertThat(trials(out, Stage.FINAL)).isEmpty();
    assertThat(out.resolve("gated/report.html")).content().contains("Best of the search");
    assertThat(SweepProcess.output(out))
        .contains("Stopped after 2 of 4 trials", "go on with the same command and --resume");

    // Which is advice that works.
    open(sweep.firstSeed(2));
    ToySweep.run(file, out, "--workers=1", "--resume");
    assertThat(trials(out, Stage.SEARCH)).hasSize(TRIALS).noneMatch(t -> t.job().deaths() > 0);
  }

  /** Of a worker on another machine nobody would know that it still works. */
  @Test
  @Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void tetheredItStopsWithWhoeverStartedIt() throws IOException, InterruptedException {
    Path file = sweep("finalSeeds: 2");
    SweepDefinition sweep = parse(file);
    Path out = folder.resolve("tethered");
    close(sweep.firstSeed(1), GatedExperiment.WAIT);
    Process process = SweepProcess.start(file, out, "--workers=1", "--worker", "--tethered");
    awaitAtGate(process, sweep.firstSeed(1));
    process.getOutputStream().close(); // its standard input, as of one that is killed
    assertThat(process.waitFor()).isEqualTo(130);
    assertThat(trials(out, Stage.SEARCH))
        .extracting(Trial::state)
        .containsExactly(JobState.COMPLETE, JobState.WAITING);
  }
}
