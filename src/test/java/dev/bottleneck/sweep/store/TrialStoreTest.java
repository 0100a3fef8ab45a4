package dev.bottleneck.sweep.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import dev.bottleneck.jobs.JobState;
import dev.bottleneck.jobs.RawStore;
import dev.bottleneck.jobs.StoreConnection;
import dev.bottleneck.jobs.StoreFormat;
import dev.bottleneck.jobs.WorkerId;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.sweep.space.Proposal;
import dev.bottleneck.sweep.trial.Objective;
import dev.bottleneck.sweep.trial.Trial;
import dev.bottleneck.sweep.trial.Trial.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrialStoreTest {
  private static final Map<String, String> IDENTITY =
      Map.of("space.code.integer", "[4,64]", "search.kind", "random", "sweepSeed", "1");

  private static final Objective LOSS = new Objective("loss", Objective.Goal.MIN, "arm");
  private static final WorkerId ALIVE = WorkerId.present();
  private static final WorkerId ELSEWHERE = new WorkerId("another machine", 1, 1, "elsewhere");

  /** No process has this number: Linux's end at 2²². */
  private static final WorkerId DEAD = new WorkerId(ALIVE.machine(), 1 << 30, 1, "dead");

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void create() {
    file = folder.resolve(TrialStore.FILE);
    StoreFormat.create(file, IDENTITY);
  }

  private TrialStore open() {
    return TrialStore.open(folder, Duration.ofHours(1));
  }

  private static TrialStore.Planner planner(int budget) {
    return (number, earlier) ->
        number < budget
            ? Optional.of(
                new TrialStore.Plan(
                    new Proposal(List.of(number / 100.0), Map.of("code", "" + number)),
                    100 + number))
            : Optional.empty();
  }

  private static Trial complete(TrialStore store, int budget, double value) {
    Trial trial = store.claim(ALIVE, planner(budget)).orElseThrow();
    assertThat(Ends.complete(store, trial, Map.of("loss", List.of(value)), value, 1)).isTrue();
    return trial;
  }

  @Test
  void keepsWhatATrialFound() {
    try (TrialStore store = open()) {
      Trial trial = store.claim(ALIVE, planner(2)).orElseThrow();
      store.epochs().record(trial, 100, 1, "training", 0.5);
      Ends.complete(
          store, trial, Map.of("loss", List.of(0.25, 0.75), "odd", List.of(Double.NaN)), 0.5, 3);
    }
    try (TrialStore store = open()) {
      Trial found = store.trials(Stage.SEARCH).get(0);
      assertThat(found.state()).isEqualTo(JobState.COMPLETE);
      assertThat(found.measures()).containsEntry("loss", List.of(0.25, 0.75));
      assertThat(found.measures()).containsEntry("odd", List.of(Double.NaN));
      assertThat(found.value()).hasValue(0.5);
      assertThat(found.parameters()).containsEntry("code", "0");
      assertThat(found.firstSeed()).isEqualTo(100);
      assertThat(store.epochs().of(found)).containsExactly(0.5);
    }
  }

  @Test
  void givesEachTrialOnceToManyThreadsWithConnectionsOfTheirOwn() {
    Map<Integer, Integer> taken = new ConcurrentHashMap<>();
    IntStream.range(0, 8)
        .parallel()
        .forEach(
            thread -> {
              try (TrialStore store = open()) {
                Optional<Trial> trial;
                while ((trial = store.claim(ALIVE, planner(50))).isPresent()) {
                  taken.merge(trial.get().number(), 1, Integer::sum);
                  Ends.end(store, trial.get(), JobState.PRUNED, "", 0);
                }
              }
            });
    assertThat(taken).hasSize(50).allSatisfy((number, times) -> assertThat(times).isEqualTo(1));
  }

  @Test
  void takesTheTrialsOfTheDeadAgainAndNoOthers() {
    try (TrialStore store = open()) {
      assertThat(store.claim(ELSEWHERE, planner(9)).orElseThrow().number()).isZero();
      Trial ofTheDead = store.claim(DEAD, planner(9)).orElseThrow();
      store.epochs().record(ofTheDead, 101, 1, "training", 0.5);
      Trial again = store.claim(ALIVE, planner(9)).orElseThrow();
      assertThat(again.number()).isEqualTo(ofTheDead.number()).isEqualTo(1);
      assertThat(again.job().attempts()).isEqualTo(2);
      assertThat(store.epochs().of(again)).as("it comes to the same again").containsExactly(0.5);
      assertThat(store.claim(ALIVE, planner(9)).orElseThrow().number()).isEqualTo(2);
      // Should the dead one rise, its result counts no more.
      assertThat(Ends.complete(store, ofTheDead, Map.of(), 1, 1)).isFalse();
      assertThat(Ends.complete(store, again, Map.of(), 2, 1)).isTrue();
      assertThat(store.trials(Stage.SEARCH).get(1).value()).hasValue(2);
    }
  }

  /** What a planner is told is kept from one trial to the next; another process changes it, too. */
  @Test
  void aPlannerIsToldHowAllTrialsStand() {
    SplittableRandom random = new SplittableRandom(1);
    int[] planned = new int[1];
    try (TrialStore store = open();
        TrialStore other = open()) {
      TrialStore.Planner held =
          (number, earlier) -> {
            planned[0]++;
            assertThat(earlier.get()).isEqualTo(store.trials(Stage.SEARCH)).hasSize(number);
            return planner(100).plan(number, earlier);
          };
      List<Trial> running = new ArrayList<>();
      while (planned[0] <= 300) {
        TrialStore one = random.nextInt(3) == 0 ? other : store;
        if (running.size() < 3) {
          Optional<Trial> trial = one.claim(ALIVE, one == store ? held : planner(100));
          if (trial.isEmpty()) {
            break;
          }
          running.add(trial.get());
        }
        Trial trial = running.remove(random.nextInt(running.size()));
        switch (random.nextInt(5)) {
          case 0 -> running.add(trial);
          case 1 -> Ends.release(one, trial);
          case 2 -> Ends.end(one, trial, JobState.FAILED, "broke", 1);
          case 3 -> Ends.end(one, trial, JobState.PRUNED, "worse", 1);
          default ->
              Ends.complete(one, trial, Map.of("loss", List.of(1.0)), random.nextDouble(), 1);
        }
        if (random.nextInt(20) == 0) {
          other.retryFailed();
        }
      }
    }
    assertThat(planned[0]).isGreaterThan(50);
  }

  /** A planner that takes the store's lock would wait for itself here, until the timeout. */
  @Test
  void plansWithoutHoldingOthersUp() {
    try (TrialStore store = open();
        TrialStore other = open()) {
      Trial begun = other.claim(ELSEWHERE, planner(9)).orElseThrow();
      Optional<Trial> trial =
          store.claim(
              ALIVE,
              (number, earlier) -> {
                if (number == 1) {
                  // Another process ends its trial and takes the next meanwhile.
                  assertThat(Ends.complete(other, begun, Map.of(), 1, 1)).isTrue();
                  assertThat(other.claim(ELSEWHERE, planner(9)).orElseThrow().number())
                      .isEqualTo(1);
                }
                return planner(9).plan(number, earlier);
              });
      assertThat(trial.orElseThrow().number()).isEqualTo(2);
      assertThat(store.trials(Stage.SEARCH)).extracting(Trial::number).containsExactly(0, 1, 2);
    }
  }

  @Test
  void retriesFailedTrialsBeforeNewOnes() {
    try (TrialStore store = open()) {
      Trial failed = store.claim(ALIVE, planner(9)).orElseThrow();
      Ends.end(store, failed, JobState.FAILED, "it diverged", 1);
      complete(store, 9, 1);
      store.retryFailed();
      assertThat(store.claim(ALIVE, planner(9)).orElseThrow().number()).isZero();
    }
  }

  @Test
  void theSearchIsOverOnceTheWinnerIsMeasured() {
    try (TrialStore store = open()) {
      complete(store, 2, 2);
      Trial running = store.claim(ELSEWHERE, planner(2)).orElseThrow();
      assertThat(store.closeSearch(LOSS, List.of(7L))).as("a trial still runs").isFalse();
      Ends.complete(store, running, Map.of(), 1, 1);
      assertThat(store.closeSearch(LOSS, List.of(7L, 8L))).isTrue();
      assertThat(store.closeSearch(LOSS, List.of(9L))).isTrue();
      assertThat(store.trials(Stage.FINAL)).extracting(Trial::firstSeed).containsExactly(7L, 8L);
      assertThat(store.trials(Stage.FINAL))
          .allMatch(t -> t.parameters().equals(running.parameters()));
      assertThat(store.claim(ALIVE, planner(9)).orElseThrow().stage()).isEqualTo(Stage.FINAL);
      store.claim(ALIVE, planner(9));
      assertThat(store.claim(ALIVE, planner(9))).isEmpty();
    }
  }

  /** Before a trial is planned, and before the search is over; afterwards nothing goes on. */
  @Test
  void whatIsPromotedGoesFirst() {
    try (TrialStore store = open()) {
      Trial given = store.claim(ALIVE, planner(3)).orElseThrow();
      Ends.end(store, given, JobState.PRUNED, "it was given up", 5);
      complete(store, 3, 1);
      TrialStore.Promoter all = (pruned, losses) -> pruned.stream().findFirst();
      Trial promoted = store.claim(ALIVE, all, planner(3)).orElseThrow();
      assertThat(promoted.number()).isZero();
      assertThat(promoted.job().attempts()).isEqualTo(2);
      assertThat(promoted.job().seconds()).as("what it took before").isEqualTo(5);
      Ends.end(store, promoted, JobState.PRUNED, "once more", 9);
      assertThat(store.closeSearch(LOSS, List.of(7L), all)).isFalse();
      assertThat(store.trial(Stage.SEARCH, 0).state()).isEqualTo(JobState.WAITING);
      Trial again = store.claim(ALIVE, planner(2)).orElseThrow();
      Ends.end(store, again, JobState.PRUNED, "at last", 12);
      assertThat(store.closeSearch(LOSS, List.of(7L))).isTrue();
      assertThat(store.claim(ALIVE, all, planner(3)).orElseThrow().stage()).isEqualTo(Stage.FINAL);
      assertThat(store.claim(ALIVE, all, planner(3))).isEmpty();
      assertThat(store.trial(Stage.SEARCH, 0).state()).isEqualTo(JobState.PRUNED);
    }
  }

  @Test
  void aSearchThatIsOverStaysAsItIs() {
    try (TrialStore store = open()) {
      complete(store, 2, 2);
      Ends.end(
          store, store.claim(ALIVE, planner(2)).orElseThrow(), JobState.FAILED, "it diverged", 1);
      store.closeSearch(LOSS, List.of(7L));
      Ends.end(
          store, store.claim(ALIVE, planner(2)).orElseThrow(), JobState.FAILED, "no memory", 1);
      store.retryFailed();
      assertThat(store.trials(Stage.SEARCH).get(1).state()).isEqualTo(JobState.FAILED);
      assertThat(store.trials(Stage.FINAL).get(0).state()).isEqualTo(JobState.WAITING);
    }
  }

  @Test
  void leavesAFileAloneThatIsNoStore() throws IOException {
    Path text = Files.createDirectories(folder.resolve("text")).resolve(TrialStore.FILE);
    Files.writeString(text, "This is not a database, however long the text may be. ".repeat(40));
    assertThatThrownBy(() -> TrialStore.open(text.getParent(), Duration.ofHours(1)))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("damaged, or not written by Bottleneck");
    assertThat(text).content().startsWith("This is not");

    Path other = Files.createDirectories(folder.resolve("other")).resolve(TrialStore.FILE);
    try (StoreConnection foreign = RawStore.open(other)) {
      foreign.update("CREATE TABLE mine (x)");
    }
    byte[] before = Files.readAllBytes(other);
    assertThatThrownBy(() -> TrialStore.open(other.getParent(), Duration.ofHours(1)))
        .hasMessageContaining("an SQLite database, but no store of jobs");
    assertThat(other).hasBinaryContent(before);
  }

  @Test
  void refusesAnotherVersionsStore() {
    try (StoreConnection store = RawStore.open(file)) {
      store.update("PRAGMA user_version = 7");
    }
    assertThatThrownBy(this::open)
        .isInstanceOf(UserError.class)
        .hasMessageContaining("a store of format 7, and this Bottleneck has format ");
  }

  @Test
  void aFullDiskIsOneLineAndTheStoreStaysIntact() {
    try (TrialStore store = open()) {
      complete(store, 9, 0.5);
    }
    try (StoreConnection full = RawStore.open(file)) {
      full.number("PRAGMA max_page_count = " + (full.number("PRAGMA page_count") + 2));
      assertThatThrownBy(
              () -> {
                for (int i = 0; ; i++) {
                  full.update("INSERT INTO identity VALUES (?, ?)", "key" + i, "x".repeat(900));
                }
              })
          .isInstanceOf(UserError.class)
          .hasMessageContaining("make room and go on with --resume")
          .hasMessageNotContaining("\n");
    }
    try (TrialStore store = open()) {
      assertThat(store.trials(Stage.SEARCH)).hasSize(1);
      assertThat(complete(store, 9, 0.25).number()).isEqualTo(1);
    }
  }

  @Test
  void aStoreThatIsThereStays() {
    try (TrialStore store = open()) {
      complete(store, 9, 0.5);
    }
    StoreFormat.create(file, Map.of());
    try (TrialStore store = open()) {
      assertThat(store.identity()).isEqualTo(IDENTITY);
      assertThat(store.trials(Stage.SEARCH)).hasSize(1);
    }
  }

  @Test
  void manyThatBeginAtOnceShareOneStoreAndLeaveNothingElse() throws IOException {
    Path shared = folder.resolve("shared").resolve(TrialStore.FILE);
    IntStream.range(0, 8)
        .parallel()
        .forEach(i -> StoreFormat.create(shared, Map.of("sweepSeed", "" + i)));
    try (TrialStore store = TrialStore.open(shared.getParent(), Duration.ofHours(1))) {
      assertThat(store.identity()).hasSize(1);
    }
    try (Stream<Path> files = Files.list(shared.getParent())) {
      assertThat(files).containsExactly(shared);
    }
  }

  /** exFAT and some shared folders have none. */
  @Test
  void nothingNeedsHardLinks() {
    ArchRuleDefinition.noClasses()
        .should()
        .callMethod(Files.class, "createLink", Path.class, Path.class)
        .check(
            new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("dev.bottleneck"));
  }
}
