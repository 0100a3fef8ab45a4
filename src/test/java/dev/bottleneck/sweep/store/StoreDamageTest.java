package dev.bottleneck.sweep.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bottleneck.runtime.UserError;
import dev.bottleneck.sweep.SweepOverview;
import dev.bottleneck.sweep.ToySweep;
import dev.bottleneck.sweep.definition.PruningOptions;
import dev.bottleneck.sweep.pruning.Pruned;
import dev.bottleneck.sweep.pruning.Pruner;
import dev.bottleneck.sweep.space.Proposal;
import dev.bottleneck.sweep.space.Space;
import dev.bottleneck.sweep.trial.Objective;
import dev.bottleneck.sweep.trial.Trial;
import dev.bottleneck.sweep.trial.Trial.Stage;
import dev.bottleneck.sweep.trial.TrialState;
import dev.bottleneck.sweep.trial.WorkerId;
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
        Map.of("objective.metric", "loss", "objective.goal", "min", "objective.arm", "sparse-kl"));
    try (TrialStore store = TrialStore.open(file.getParent(), Duration.ofHours(1))) {
      for (int i = 0; i < 6; i++) {
        Trial trial = store.claim(WORKER, this::plan).orElseThrow();
        store.epochs().record(trial, trial.firstSeed(), 1, "training", 0.5 + i);
        if (i < 3) {
          store.complete(trial, Map.of("loss", List.of(0.25, 0.75 + i)), 0.5 + i, 3);
        } else {
          store.end(trial, i == 3 ? TrialState.PRUNED : TrialState.FAILED, "others\n\u001b[2J", 1);
        }
      }
      store.claim(WORKER, this::plan);
    }
    try (StoreConnection store = StoreConnection.open(file)) {
      // The only thing in it that is not the same in each run.
      store.update("UPDATE trials SET heartbeat = 1700000000000");
    }
  }

  private Optional<TrialStore.Plan> plan(int number, java.util.function.Supplier<List<Trial>> all) {
    Proposal proposal = space.proposal(new double[] {number / 10.0, 0.5});
    return Optional.of(new TrialStore.Plan(proposal, 100 + number));
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
      Trial trial = store.claim(WorkerId.present(), this::plan).orElseThrow();
      store.epochs().record(trial, trial.firstSeed(), 1, "training", 0.5);
      for (PruningOptions.Kind kind : PruningOptions.Kind.values()) {
        Pruner.of(new PruningOptions(kind, 1, 2, 1)).check(trial, 1, store.epochs());
      }
      store.complete(trial, Map.of("loss", List.of(0.25)), 0.25, 3);
      store.closeSearch(LOSS, List.of(1L, 2L));
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
        "UPDATE trials SET genes = '[0.5'",
        "UPDATE trials SET genes = '[0.5, null]'",
        "UPDATE trials SET genes = '[0.5, 0.5, 0.5]'",
        "UPDATE trials SET genes = '[0.5, 1.5]'",
        "UPDATE trials SET genes = '[0.5, \"NaN\"]'",
        "UPDATE trials SET genes = '{}'",
        "UPDATE trials SET genes = 'null'",
        "UPDATE trials SET genes = '[0.5, 0.5] more'",
        "UPDATE trials SET parameters = '{\"code\": \"7\"}'",
        "UPDATE trials SET parameters = '[]'",
        "UPDATE trials SET parameters = '{\"code\": null}'",
        "UPDATE trials SET measures = '{\"loss\": null}' WHERE state = 'complete'",
        "UPDATE trials SET measures = '{\"loss\": []}' WHERE state = 'complete'",
        "UPDATE trials SET measures = '{\"loss\": [null]}' WHERE state = 'complete'",
        "UPDATE trials SET measures = '{\"loss\": [\"x\"]}' WHERE state = 'complete'",
        "UPDATE trials SET measures = 'x' WHERE state = 'complete'",
        "UPDATE trials SET value = NULL WHERE state = 'complete'",
        "UPDATE trials SET value = 9e999 WHERE state = 'complete'",
        "UPDATE trials SET worker = NULL WHERE state = 'running'",
        "UPDATE trials SET worker = 'someone' WHERE state = 'running'",
        "UPDATE trials SET worker = 'a/b/c/d' WHERE state = 'running'",
        "UPDATE trials SET worker = char(27) || '[2J' WHERE state = 'running'",
        "UPDATE trials SET attempts = -1",
        "UPDATE trials SET attempts = 5000000000",
        "UPDATE trials SET number = number + 5000000000 WHERE stage = 'search'",
        "UPDATE trials SET number = -1 WHERE number = 0",
        "DELETE FROM trials WHERE number = 2",
        "DELETE FROM sweep",
        "UPDATE sweep SET value = 'low' WHERE key = 'objective.goal'",
        "CREATE TRIGGER t AFTER UPDATE ON trials BEGIN DELETE FROM epochs; END",
        "CREATE VIEW v AS SELECT * FROM trials",
        "CREATE TABLE more (x)",
        "CREATE INDEX i ON trials (value)",
        "ALTER TABLE trials ADD COLUMN more TEXT",
        "DROP TABLE epochs",
        "PRAGMA user_version = 1",
        "PRAGMA application_id = 1",
      })
  void whatNoSweepWritesIsRefused(String sql) throws IOException {
    try (StoreConnection store = StoreConnection.open(file)) {
      store.update(sql);
    }
    assertThat(isRefused(Files.readAllBytes(file), sql)).isTrue();
  }

  /** Before SQLite's STRICT tables took what was written for a number, whatever it was. */
  @ParameterizedTest
  @CsvSource({"number", "first_seed", "heartbeat", "attempts", "seconds", "value"})
  void aNumberIsANumber(String column) {
    try (StoreConnection store = StoreConnection.open(file)) {
      assertThatThrownBy(() -> store.update("UPDATE trials SET " + column + " = 'x'"))
          .isInstanceOf(UserError.class)
          .hasMessageContaining(file.toString())
          .hasMessageNotContaining("\n");
    }
  }

  @Test
  void aRowThatCannotBeReadIsNamed() {
    try (StoreConnection store = StoreConnection.open(file)) {
      store.update("UPDATE trials SET genes = '[' WHERE number = 2");
    }
    assertThatThrownBy(() -> SweepOverview.of(file.getParent()))
        .isInstanceOf(UserError.class)
        .hasMessageContaining(file + ": damaged")
        .hasMessageContaining("search trial 2: genes is [");
  }

  @Test
  void noControlCharacterReachesTheTerminal() {
    try (StoreConnection store = StoreConnection.open(file)) {
      store.update(
          "UPDATE trials SET parameters = ? WHERE state = 'complete'",
          "{\"code\": \"\\u001b[2J\\u202e\\u0007\"}");
      store.update("UPDATE sweep SET value = ? WHERE key = 'objective.metric'", "loss\u001b[2J");
    }
    assertThat(SweepOverview.of(file.getParent())).doesNotContainPattern("[\\p{Cc}\\p{Cf}&&[^\n]]");
  }

  /** Of a folder where SQLite can put nothing beside the store; -wal may hold what is newest. */
  @Test
  void aStoreThatCannotBeWrittenIsReadFromACopy() throws IOException {
    try (TrialStore writing = TrialStore.open(file.getParent(), Duration.ofHours(1))) {
      writing.release(writing.owners().running().get(0));
      Path other = Files.createDirectories(folder.resolve("other"));
      for (String end : List.of("", "-wal")) {
        Files.copy(
            file.resolveSibling(TrialStore.FILE + end), other.resolve(TrialStore.FILE + end));
      }
      byte[] before = Files.readAllBytes(other.resolve(TrialStore.FILE));
      try (StoreConnection copy =
          StoreFormat.checked(file, StoreCopy.copied(other.resolve(TrialStore.FILE)))) {
        assertThat(copy.number("SELECT count(*) FROM trials WHERE state = 'waiting'")).isEqualTo(1);
      }
      assertThat(other.resolve(TrialStore.FILE)).hasBinaryContent(before);
      assertThat(other).isDirectoryNotContaining(p -> p.toString().endsWith("-shm"));
    }
  }
}
