package dev.bottleneck.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bottleneck.sweep.Trial.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Sweeps in other processes that are killed: nothing finished is lost, nothing is done twice. */
@DisabledOnOs(OS.WINDOWS)
class SweepCrashTest {
  private static final int KILLS = 20;
  private static final int TRIALS = 45;
  private static final Duration LOOK = Duration.ofMillis(2);

  @TempDir Path folder;

  private List<Trial> trials(Path out, Stage stage) {
    try (TrialStore store = TrialStore.open(out.resolve("toy"), Duration.ofHours(1))) {
      return store.trials(stage);
    }
  }

  private static List<String> results(List<Trial> trials) {
    return trials.stream()
        .map(t -> t.number() + " " + t.state() + " " + t.parameters() + " " + t.measures())
        .toList();
  }

  /** Kills the process after {@code commits} changes of the store, or when it ends by itself. */
  private static void killAfter(Process process, Path file, int commits)
      throws InterruptedException {
    boolean ended = false;
    while (!ended && !Files.exists(file)) {
      ended = process.waitFor(LOOK.toMillis(), TimeUnit.MILLISECONDS);
    }
    if (!ended) {
      try (StoreConnection store = StoreConnection.open(file)) {
        long version = store.number("PRAGMA data_version");
        for (int seen = 0; seen < commits && !ended; ) {
          ended = process.waitFor(LOOK.toMillis(), TimeUnit.MILLISECONDS);
          long now = store.number("PRAGMA data_version");
          seen += now == version ? 0 : 1;
          version = now;
        }
      }
    }
    // SIGKILL: no hook runs, no buffer is written.
    process.destroyForcibly().waitFor();
  }

  @Test
  @Timeout(value = 300)
  void killedTwentyTimesItEndsAsIfItHadNeverStopped() throws IOException, InterruptedException {
    Path file = ToySweep.write(folder, "finalSeeds: 2");
    Path out = folder.resolve("killed");
    Path store = out.resolve("toy").resolve(TrialStore.FILE);
    SplittableRandom random = new SplittableRandom(1);
    int kills = 0;
    for (; kills < KILLS; kills++) {
      Process process =
          SweepProcess.start(
              file, out, "--workers=2", "--trials=" + TRIALS, kills == 0 ? "--join" : "--resume");
      if (kills % 3 == 2) {
        // Anywhere, the start of the machine included.
        process.waitFor(random.nextInt(50, 1_500), TimeUnit.MILLISECONDS);
        process.destroyForcibly().waitFor();
      } else {
        killAfter(process, store, random.nextInt(1, 9));
      }
      assertThat(process.exitValue()).as("it was killed, and had not ended").isEqualTo(128 + 9);
    }
    List<Trial> before = trials(out, Stage.SEARCH);
    assertThat(before).anyMatch(t -> t.attempts() > 1).hasSizeLessThan(TRIALS);

    assertThat(ToySweep.run(file, out, "--workers", "2", "--trials", "" + TRIALS, "--resume"))
        .isZero();
    assertThat(
            ToySweep.run(file, folder.resolve("whole"), "--workers", "2", "--trials", "" + TRIALS))
        .isZero();

    List<Trial> after = trials(out, Stage.SEARCH);
    assertThat(after.stream().map(Trial::number))
        .containsExactlyElementsOf(IntStream.range(0, TRIALS).boxed().toList());
    assertThat(results(after))
        .containsExactlyElementsOf(results(trials(folder.resolve("whole"), Stage.SEARCH)));
    assertThat(results(trials(out, Stage.FINAL)))
        .containsExactlyElementsOf(results(trials(folder.resolve("whole"), Stage.FINAL)));
    // What had ended before the last start was not begun again.
    before.stream()
        .filter(t -> t.state().ended())
        .forEach(t -> assertThat(after.get(t.number()).attempts()).isEqualTo(t.attempts()));
  }

  @Test
  @Timeout(value = 300)
  void twoShareASweepAndTheOneThatIsLeftFinishesIt() throws IOException, InterruptedException {
    Path file = ToySweep.write(folder, "finalSeeds: 2");
    Path out = folder.resolve("joined");
    Path store = out.resolve("toy").resolve(TrialStore.FILE);
    String[] arguments = {"--join", "--workers=1", "--trials=" + TRIALS};
    Process first = SweepProcess.start(file, out, arguments);
    Process second = SweepProcess.start(file, out, arguments);
    awaitTrialsOfBoth(store, first, second);
    first.destroyForcibly().waitFor();
    assertThat(second.waitFor()).isZero();

    List<Trial> search = trials(out, Stage.SEARCH);
    assertThat(search).hasSize(TRIALS).allMatch(t -> t.is(TrialState.COMPLETE));
    assertThat(search.stream().map(t -> t.worker().orElseThrow().process()).distinct())
        .containsExactlyInAnyOrder(first.pid(), second.pid());
    // The trial that the first had when it was killed is the only one that can have begun twice.
    assertThat(search.stream().mapToInt(Trial::attempts).sum()).isBetween(TRIALS, TRIALS + 1);
    assertThat(trials(out, Stage.FINAL)).hasSize(2).allMatch(t -> t.is(TrialState.COMPLETE));
  }

  private static void awaitTrialsOfBoth(Path file, Process first, Process second)
      throws InterruptedException {
    boolean both = false;
    while (!both) {
      assertThat(first.isAlive() && second.isAlive()).as("both at work").isTrue();
      second.waitFor(LOOK.toMillis(), TimeUnit.MILLISECONDS);
      if (Files.exists(file)) {
        try (StoreConnection store = StoreConnection.open(file)) {
          both =
              store.number("SELECT count(DISTINCT worker) FROM trials WHERE state = 'complete'")
                  == 2;
        }
      }
    }
  }

  @Test
  @Timeout(value = 120)
  void askedToStopItGivesItsTrialsBackAndReportsWhatItHas()
      throws IOException, InterruptedException {
    Path file = ToySweep.write(folder, "finalSeeds: 2");
    Path out = folder.resolve("stopped");
    Process process = SweepProcess.start(file, out, "--workers=2", "--trials=100000");
    awaitComplete(out.resolve("toy").resolve(TrialStore.FILE), process, 3);
    // SIGTERM, which the machine answers as it does Ctrl-C.
    process.toHandle().destroy();
    assertThat(process.waitFor()).isEqualTo(128 + 15);
    List<Trial> search = trials(out, Stage.SEARCH);
    assertThat(search).noneMatch(t -> t.is(TrialState.RUNNING));
    assertThat(search).filteredOn(t -> t.is(TrialState.WAITING)).hasSizeLessThanOrEqualTo(2);
    assertThat(trials(out, Stage.FINAL)).isEmpty();
    assertThat(out.resolve("toy/report.html")).content().contains("Best of the search");
  }

  private static void awaitComplete(Path file, Process process, int count)
      throws InterruptedException {
    long complete = 0;
    while (complete < count) {
      assertThat(process.waitFor(LOOK.toMillis(), TimeUnit.MILLISECONDS)).isFalse();
      if (Files.exists(file)) {
        try (StoreConnection store = StoreConnection.open(file)) {
          complete = store.number("SELECT count(*) FROM trials WHERE state = 'complete'");
        }
      }
    }
  }
}
