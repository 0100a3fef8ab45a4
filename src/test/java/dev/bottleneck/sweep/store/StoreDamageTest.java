package dev.bottleneck.sweep.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bottleneck.jobs.JobState;
import dev.bottleneck.jobs.RawStore;
import dev.bottleneck.jobs.StoreConnection;
import dev.bottleneck.jobs.StoreFormat;
import dev.bottleneck.jobs.WorkerId;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.sweep.SweepOverview;
import dev.bottleneck.sweep.ToySweep;
import dev.bottleneck.sweep.definition.Extent;
import dev.bottleneck.sweep.definition.PruningOptions;
import dev.bottleneck.sweep.definition.RaceOptions;
import dev.bottleneck.sweep.pruning.Pruned;
import dev.bottleneck.sweep.pruning.Pruner;
import dev.bottleneck.sweep.space.Proposal;
import dev.bottleneck.sweep.space.Space;
import dev.bottleneck.sweep.trial.Objective;
import dev.bottleneck.sweep.trial.Trial;
import dev.bottleneck.sweep.trial.Trial.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a store holds, it is read rightly or refused in one line that names it. */
class StoreDamageTest {
  /** Enough for each kind of damage; a system property asks for a longer campaign. */
  private static final int MUTANTS = Integer.getInteger("bottleneck.mutants", 400);

  private static final WorkerId WORKER = new WorkerId("another machine", 7, 5, "token");
  private static final Objective LOSS = new Objective("loss", Objective.Goal.MIN, "arm");

  @TempDir Path folder;
  private Space space;
  private Path file;

  @BeforeEach
  void write() throws IOException {
    space = ToySweep.parse(folder).space();
    file = folder.resolve("good").resolve(TrialStore.FILE);
    StoreFormat.create(
        file,
        Map.of(
            "objective.metric", "loss",
            "objective.goal", "min",
            "objective.arm", "sparse-kl",
            "seedsPerTrial", "1"));
    try (TrialStore store = TrialStore.open(file.getParent(), Duration.ofHours(1))) {
      for (int i = 0; i < 6; i++) {
        Trial trial = new TrialQueue(store, this::plan).claim(WORKER).orElseThrow();
        store.epochs().recordAtRung(trial, 1, "training", 0.5 + i);
        if (i < 3) {
          Ends.complete(store, trial, Map.of("loss", List.of(0.25, 0.75 + i)), 0.5 + i, 3);
        } else {
          Ends.end(
              store, trial, i == 3 ? JobState.PRUNED : JobState.FAILED, "others\n\u001b[2J", 1);
        }
      }
      store.wanted().put(new Extent(9, 1, RaceOptions.NONE, 5));
      Trial running = new TrialQueue(store, this::plan).claim(WORKER).orElseThrow();
      store.owners().tellGpu(running.job(), "3");
    }
    try (StoreConnection store = RawStore.open(file)) {
      // The only things in it that are not the same in each run.
      store.update("UPDATE jobs SET heartbeat = 1700000000000, begun = 1700000000000");
      store.update("UPDATE changes SET clock = 1700000000000");
    }
  }

  private Optional<TrialQueue.Plan> plan(int number) {
    Proposal proposal = space.proposal(new double[] {number / 10.0, 0.5});
    return Optional.of(new TrialQueue.Plan(proposal, 100 + number));
  }

  /** All that status, a resumed sweep and its report read and write. */
  private void use(Path damaged) {
    SweepOverview.of(damaged);
    try (TrialStore store = TrialStore.open(damaged, Duration.ofHours(1))) {
      store.identity();
      store.requireIntact(space);
      store.owners().takeFromTheDead(WorkerId.present());
      store.owners().running();
      store.standing(LOSS);
      store.endedAfter(0, 5);
      store.trials(Stage.FINAL);
      TrialQueue queue = new TrialQueue(store, this::plan);
      Trial trial = queue.claim(WorkerId.present()).orElseThrow();
      store.epochs().recordAtRung(trial, 1, "training", 0.5);
      for (PruningOptions.Kind kind : PruningOptions.Kind.values()) {
        Pruner.of(new PruningOptions(kind, 1, 2, 1)).check(trial, 1, store.epochs());
      }
      Ends.complete(store, trial, Map.of("loss", List.of(0.25)), 0.25, 3);
      queue.close(new Finals(LOSS, List.of(1L, 2L)));
    } catch (Pruned e) {
      // As good as any other end.
    }
  }

  private boolean isRefused(byte[] content, String what) throws IOException {
    Path damaged = Files.createDirectories(folder.resolve("damaged"));
    Files.write(damaged.resolve(TrialStore.FILE), content);
    try {
      use(damaged);
      return false;
    } catch (UserError e) {
      assertThat(e.getMessage())
          .as(what)
          .contains(damaged.resolve(TrialStore.FILE).toString())
          .doesNotContain("\n", "\u001b", "Exception", "Cannot invoke");
      return true;
    } catch (Throwable e) {
      throw new AssertionError(what, e);
    } finally {
      for (String end : List.of("", "-wal", "-shm", "-journal")) {
        Files.deleteIfExists(damaged.resolve(TrialStore.FILE + end));
      }
    }
  }

  @Test
  void theStoreItselfIsGood() throws IOException {
    assertThat(isRefused(Files.readAllBytes(file), "as it was")).isFalse();
  }

  @Test
  void damagedBytesAreReadOrRefusedInOneLine(TestReporter reporter) throws IOException {
    byte[] good = Files.readAllBytes(file);
    SplittableRandom random = new SplittableRandom(Long.getLong("bottleneck.seed", 1));
    int refused = 0;
    for (int i = 0; i < MUTANTS; i++) {
      byte[] bytes = good.clone();
      String what;
      if (i % 6 == 5) {
        bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
        what = "cut to " + bytes.length;
      } else {
        what = mutate(bytes, random, 1 + i % 3);
      }
      refused += isRefused(bytes, "mutant " + i + ": " + what) ? 1 : 0;
    }
    reporter.publishEntry("refused", refused + " of " + MUTANTS);
    assertThat(refused).isBetween(MUTANTS / 5, MUTANTS - 1);
  }

  /** Half of the places among the bytes that say something, as most of the file is empty. */
  private static String mutate(byte[] bytes, SplittableRandom random, int count) {
    StringBuilder what = new StringBuilder();
    for (int i = 0; i < count; i++) {
      int at = random.nextInt(bytes.length);
      for (int tries = 0; tries < 50 && bytes[at] == 0; tries++) {
        at = random.nextInt(bytes.length);
      }
      bytes[at] = (byte) (random.nextBoolean() ? random.nextInt(256) : bytes[at] ^ 1 << at % 8);
      what.append(" byte ").append(at).append(" is ").append(bytes[at]);
    }
    return what.toString();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE jobs SET task = '{\"genes\":[0.5'",
        "UPDATE jobs SET task = json_set(task, '$.genes', json('[0.5, null]'))",
        "UPDATE jobs SET task = json_set(task, '$.genes', json('[0.5, 0.5, 0.5]'))",
        "UPDATE jobs SET task = json_set(task, '$.genes', json('[0.5, 1.5]'))",
        "UPDATE jobs SET task = json_set(task, '$.genes', json('[0.5, \"NaN\"]'))",
        "UPDATE jobs SET task = json_set(task, '$.genes', json('{}'))",
        "UPDATE jobs SET task = json_set(task, '$.genes', json('null'))",
        "UPDATE jobs SET task = task || ' more'",
        "UPDATE jobs SET task = json_set(task, '$.parameters', json('{\"code\": \"7\"}'))",
        "UPDATE jobs SET task = json_set(task, '$.parameters', json('[]'))",
        "UPDATE jobs SET task = json_set(task, '$.parameters.code', null)",
        "UPDATE jobs SET result = '{\"loss\": null}' WHERE state = 'complete'",
        "UPDATE jobs SET result = '{\"loss\": []}' WHERE state = 'complete'",
        "UPDATE jobs SET result = '{\"loss\": [null]}' WHERE state = 'complete'",
        "UPDATE jobs SET result = '{\"loss\": [\"x\"]}' WHERE state = 'complete'",
        "UPDATE jobs SET result = 'x' WHERE state = 'complete'",
        "UPDATE jobs SET value = NULL WHERE state = 'complete'",
        "UPDATE jobs SET value = 9e999 WHERE state = 'complete'",
        "UPDATE jobs SET worker = NULL WHERE state = 'running'",
        "UPDATE jobs SET worker = 'someone' WHERE state = 'running'",
        "UPDATE jobs SET worker = 'a/b/c/d/e' WHERE state = 'running'",
        "UPDATE jobs SET worker = char(27) || '[2J' WHERE state = 'running'",
        "UPDATE jobs SET attempts = -1",
        "UPDATE jobs SET attempts = 5000000000",
        "UPDATE jobs SET number = number + 5000000000 WHERE stage = 'search'",
        "UPDATE jobs SET number = -1 WHERE number = 0",
        "DELETE FROM jobs WHERE number = 2",
        "DELETE FROM identity",
        "UPDATE identity SET value = 'low' WHERE key = 'objective.goal'",
        "CREATE TRIGGER t AFTER UPDATE ON jobs BEGIN DELETE FROM epochs; END",
        "CREATE VIEW v AS SELECT * FROM jobs",
        "UPDATE jobs SET seen = NULL",
        "UPDATE jobs SET seen = 5000000000",
        "UPDATE jobs SET seen = 0 WHERE number = 4",
        "UPDATE jobs SET seen = -1",
        "UPDATE changes SET epoch = 5000000000",
        "UPDATE changes SET epoch = -5",
        "UPDATE changes SET epoch = NULL WHERE number = 3",
        "UPDATE changes SET loss = loss + 1 WHERE number = 3",
        "INSERT INTO changes VALUES (1000, 'search', 6, 'failed', NULL, NULL, NULL, NULL, 0)",
        "UPDATE changes SET value = value + 1",
        "UPDATE changes SET number = 77 WHERE state = 'complete'",
        "UPDATE changes SET state = 'waiting'",
        "UPDATE changes SET sequence = sequence + 1000",
        "DELETE FROM changes",
        "INSERT INTO changes VALUES (1000, 'search', 77, 'failed', NULL, NULL, NULL, NULL, 0)",
        "INSERT INTO changes VALUES (1000, 'search', 0, 'complete', NULL, NULL, NULL, NULL, 0)",
        "UPDATE rungs SET loss = loss + 1 WHERE number = 3",
        "UPDATE rungs SET number = 77 WHERE number = 3",
        "UPDATE rungs SET number = -1 WHERE number = 3",
        "UPDATE rungs SET epoch = 5000000000",
        "UPDATE rungs SET epoch = 2",
        "UPDATE rungs SET loss = 9e999",
        "UPDATE epochs SET validation_loss = validation_loss + 1",
        "UPDATE epochs SET epoch = 5000000000",
        "UPDATE epochs SET epoch = -5",
        "UPDATE wanted SET value = -1 WHERE key = 'trials'",
        "UPDATE wanted SET value = 5000000000",
        "UPDATE identity SET value = 'x' WHERE key = 'seedsPerTrial'",
        "CREATE TABLE more (x)",
        "CREATE INDEX i ON jobs (value)",
        "ALTER TABLE jobs ADD COLUMN more TEXT",
        "DROP TABLE epochs",
        "PRAGMA user_version = 1",
        "PRAGMA application_id = 1",
      })
  void whatNoSweepWritesIsRefused(String sql) throws IOException {
    try (StoreConnection store = RawStore.open(file)) {
      store.update(sql);
    }
    if (sql.startsWith("UPDATE jobs")) {
      RawStore.sign(file); // what is looked at is more than the hash of it
    }
    assertThat(isRefused(Files.readAllBytes(file), sql)).isTrue();
  }

  /** Before SQLite's STRICT tables took what was written for a number, whatever it was. */
  @ParameterizedTest
  @CsvSource({"number", "seed", "heartbeat", "attempts", "seconds", "value"})
  void aNumberIsANumber(String column) {
    try (StoreConnection store = RawStore.open(file)) {
      assertThatThrownBy(() -> store.update("UPDATE jobs SET " + column + " = 'x'"))
          .isInstanceOf(UserError.class)
          .hasMessageContaining(file.toString())
          .hasMessageNotContaining("\n");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE jobs SET value = value + 1e-9 WHERE number = 1",
        "UPDATE jobs SET result = replace(result, '0.25', '0.26') WHERE number = 2",
        "UPDATE jobs SET task = replace(task, '0.1', '0.2') WHERE number = 1",
        "UPDATE jobs SET state = 'pruned' WHERE number = 1",
        "UPDATE jobs SET seed = 7 WHERE number = 1",
        "UPDATE jobs SET sha256 = NULL WHERE number = 1",
      })
  void whatEndedIsAsItWasWrittenThen(String sql) throws IOException {
    try (StoreConnection store = RawStore.open(file)) {
      assertThat(store.update(sql)).isEqualTo(1);
    }
    assertThatThrownBy(() -> SweepOverview.of(file.getParent()))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("its content is not what was written at its end");
  }

  @Test
  void aRowThatCannotBeReadIsNamed() {
    try (StoreConnection store = RawStore.open(file)) {
      store.update("UPDATE jobs SET task = '[' WHERE number = 2");
    }
    RawStore.sign(file);
    assertThatThrownBy(() -> SweepOverview.of(file.getParent()))
        .isInstanceOf(UserError.class)
        .hasMessageContaining(file + ": damaged")
        .hasMessageContaining("search trial 2: task is [");
  }

  @Test
  void noControlCharacterReachesTheTerminal() {
    try (StoreConnection store = RawStore.open(file)) {
      store.update(
          "UPDATE jobs SET task = json_set(task, '$.parameters', json(?)) WHERE state = 'complete'",
          "{\"code\": \"\\u001b[2J\\u202e\\u0007\"}");
      store.update("UPDATE identity SET value = ? WHERE key = 'objective.metric'", "loss\u001b[2J");
      store.update("UPDATE jobs SET gpu = ? WHERE state = 'running'", "3\u001b[2J\u202e");
      store.update("UPDATE jobs SET worker = worker || ?", "\u001b[2J");
    }
    RawStore.sign(file);
    assertThat(SweepOverview.of(file.getParent())).doesNotContainPattern("[\\p{Cc}\\p{Cf}&&[^\n]]");
  }
}
