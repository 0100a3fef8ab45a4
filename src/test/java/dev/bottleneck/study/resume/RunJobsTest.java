package dev.bottleneck.study.resume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bottleneck.jobs.RawStore;
import dev.bottleneck.jobs.StoreConnection;
import dev.bottleneck.jobs.StoreFailure;
import dev.bottleneck.jobs.StoredJob;
import dev.bottleneck.jobs.StoredJob.Ending;
import dev.bottleneck.report.RunFolder;
import dev.bottleneck.study.result.Arm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A run's store keeps what had ended, and gives up no more of it than is damaged. */
class RunJobsTest {
  private static final List<RunJobs.Key> GRID =
      List.of(
          new RunJobs.Key(new Arm("a", "an arm"), 1),
          new RunJobs.Key(new Arm("b", "another"), 1),
          new RunJobs.Key(new Arm("a", "an arm"), 2));

  @TempDir Path folder;
  private final List<String> notes = new ArrayList<>();

  private RunJobs lead(String of) {
    return RunJobs.lead(RunFolder.open(folder), of, GRID, Duration.ofMinutes(1), notes::add);
  }

  private Path file() {
    return folder.resolve(RunJobs.FILE);
  }

  private void endAll() {
    try (RunJobs jobs = lead("this run")) {
      jobs.plan(3);
      for (int i = 0; i < 3; i++) {
        StoredJob job = jobs.claim().orElseThrow();
        assertThat(jobs.store().end(job, Ending.complete("result " + i), 1)).isTrue();
      }
      assertThat(jobs.claim()).isEmpty();
    }
  }

  private List<String> ended() {
    try (RunJobs jobs = lead("this run")) {
      jobs.plan(3);
      return jobs.ended().stream().map(job -> job.result().orElseThrow()).toList();
    }
  }

  @Test
  void keepsWhatHadEnded() {
    endAll();
    assertThat(ended()).containsExactly("result 0", "result 1", "result 2");
    assertThat(notes).isEmpty();
  }

  @Test
  void tellsOfEachEndOnce() {
    endAll();
    try (RunJobs jobs = lead("this run")) {
      assertThat(jobs.ended()).hasSize(3);
      assertThat(jobs.ended()).isEmpty();
      jobs.store().again(jobs.store().jobs("run").get(1));
      assertThat(jobs.ended()).isEmpty();
      StoredJob again = jobs.claim().orElseThrow();
      assertThat(jobs.key(again.number())).isEqualTo(GRID.get(1));
      jobs.store().end(again, Ending.complete("anew"), 1);
      assertThat(jobs.ended()).extracting(StoredJob::number).containsExactly(1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE jobs SET result = 'other' WHERE number = 1",
        "UPDATE jobs SET task = 'a' WHERE number = 1",
        "UPDATE jobs SET seed = 2, sha256 = NULL WHERE number = 1",
        "UPDATE jobs SET number = 7 WHERE number = 1",
        "UPDATE jobs SET number = 5000000000 WHERE number = 1",
        "UPDATE jobs SET attempts = -1 WHERE number = 1",
      })
  void trainsWhatIsDamagedAgainAndNothingElse(String damage) {
    endAll();
    try (StoreConnection store = RawStore.open(file())) {
      assertThat(store.update(damage)).isEqualTo(1);
    }
    assertThat(ended()).containsExactly("result 0", "result 2");
    assertThat(notes).hasSize(1).allMatch(note -> note.endsWith("; it is trained again"));
    try (RunJobs jobs = lead("this run")) {
      assertThat(jobs.claim().orElseThrow().number()).isEqualTo(1);
    }
  }

  @Test
  void setsADamagedStoreAside() throws IOException {
    endAll();
    byte[] bytes = Files.readAllBytes(file());
    bytes[3] ^= 1;
    Files.write(file(), bytes);
    assertThat(ended()).isEmpty();
    assertThat(notes).hasSize(1).allMatch(note -> note.contains("is damaged: it was set aside as"));
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.filter(file -> file.getFileName().toString().startsWith("damaged-")))
          .singleElement()
          .satisfies(aside -> assertThat(aside).hasBinaryContent(bytes));
    }
  }

  @Test
  void soDoesItWithOneOfAnotherRun() {
    endAll();
    try (RunJobs jobs = lead("another run")) {
      assertThat(jobs.ended()).isEmpty();
    }
    assertThat(notes).hasSize(1);
  }

  /** What is only not to be read at present, as of another version, stays where it is. */
  @Test
  void leavesAStoreOfAnotherVersionAlone() throws IOException {
    endAll();
    try (StoreConnection store = RawStore.open(file())) {
      store.update("PRAGMA user_version = 77");
    }
    byte[] before = Files.readAllBytes(file());
    assertThatThrownBy(() -> lead("this run")).hasMessageContaining("a store of format 77");
    assertThat(file()).hasBinaryContent(before);
  }

  @Test
  void aHelperTakesNoStoreOfAnotherRun() {
    endAll();
    assertThatThrownBy(
            () -> RunJobs.join(RunFolder.open(folder), "another run", GRID, Duration.ofMinutes(1)))
        .isInstanceOf(StoreFailure.class)
        .hasMessageContaining("it is of another run");
  }
}
