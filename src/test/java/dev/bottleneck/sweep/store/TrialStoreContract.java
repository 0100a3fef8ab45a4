package dev.bottleneck.sweep.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.bottleneck.jobs.JobState;
import dev.bottleneck.jobs.StorePlace;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.sweep.pruning.Losses;
import dev.bottleneck.sweep.trial.Objective;
import dev.bottleneck.sweep.trial.Outcome;
import dev.bottleneck.sweep.trial.SecondObjective;
import dev.bottleneck.sweep.trial.Trial;
import dev.bottleneck.sweep.trial.Trial.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every store of trials does, whatever database it is in. */
abstract class TrialStoreContract extends StoreContract {
  private static final Objective LOSS = new Objective("loss", Objective.Goal.MIN, "arm");

  private static boolean close(TrialStore store, List<Long> seeds) {
    return new TrialQueue(store, planner(9)).close(new Finals(LOSS, seeds));
  }

  static Trial complete(TrialStore store, int budget, double value) {
    Trial trial = claim(store, ALIVE, budget).orElseThrow();
    assertThat(Ends.complete(store, trial, Map.of("loss", List.of(value)), value, 1)).isTrue();
    return trial;
  }

  @Test
  void keepsWhatATrialFound() {
    try (TrialStore store = open()) {
      Trial trial = claim(store, ALIVE, 2).orElseThrow();
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
                Ends.all(
                    new TrialQueue(store, planner(50)),
                    trial -> {
                      taken.merge(trial.number(), 1, Integer::sum);
                      Ends.end(store, trial, JobState.PRUNED, "", 0);
                    });
              }
            });
    assertThat(taken).hasSize(50).allSatisfy((number, times) -> assertThat(times).isEqualTo(1));
  }

  @Test
  void takesTheTrialsOfTheDeadAgainAndNoOthers() {
    try (TrialStore store = open()) {
      assertThat(claim(store, ELSEWHERE, 9).orElseThrow().number()).isZero();
      Trial ofTheDead = claim(store, DEAD, 9).orElseThrow();
      store.epochs().record(ofTheDead, 101, 1, "training", 0.5);
      Trial again = claim(store, ALIVE, 9).orElseThrow();
      assertThat(again.number()).isEqualTo(ofTheDead.number()).isEqualTo(1);
      assertThat(again.job().attempts()).isEqualTo(2);
      assertThat(store.epochs().of(again)).as("it comes to the same again").containsExactly(0.5);
      assertThat(claim(store, ALIVE, 9).orElseThrow().number()).isEqualTo(2);
      // Should the dead one rise, its result counts no more.
      assertThat(Ends.complete(store, ofTheDead, Map.of(), 1, 1)).isFalse();
      assertThat(Ends.complete(store, again, Map.of(), 2, 1)).isTrue();
      assertThat(store.trials(Stage.SEARCH).get(1).value()).hasValue(2);
    }
  }

  /** Knows how all trials stand, by what it was told alone. */
  private static final class Learner implements TrialQueue.Planner {
    private final Map<Integer, Outcome> told = new TreeMap<>();
    private final Map<Integer, Map<Integer, Outcome>> planned = new TreeMap<>();
    private final TrialStore store;

    Learner(TrialStore store) {
      this.store = store;
    }

    @Override
    public void learn(Outcome trial) {
      told.put(trial.number(), trial);
    }

    @Override
    public Optional<TrialQueue.Plan> plan(int number) {
      planned.put(number, Map.copyOf(told));
      assertThat(List.copyOf(told.values()))
          .isEqualTo(store.trials(Stage.SEARCH).stream().map(TrialStoreContract::outcome).toList())
          .hasSize(number);
      return planner(100).plan(number);
    }
  }

  private static Outcome outcome(Trial trial) {
    return trial.state().ended()
        ? new Outcome(
            trial.number(), trial.proposal(), trial.state(), trial.value(), trial.reached())
        : Outcome.pending(trial.number(), trial.proposal());
  }

  /** It is told of what is new alone; another process plans, ends and retries trials, too. */
  @Test
  void aPlannerIsToldHowAllTrialsStand() {
    SplittableRandom random = new SplittableRandom(1);
    try (TrialStore store = open();
        TrialStore other = open()) {
      Learner learner = new Learner(store);
      TrialQueue held = new TrialQueue(store, learner);
      TrialQueue another = new TrialQueue(other, planner(100));
      List<Trial> running = new ArrayList<>();
      for (int i = 0; i < 300; i++) {
        TrialStore one = random.nextInt(3) == 0 ? other : store;
        if (running.size() < 3) {
          Optional<Trial> trial = (one == store ? held : another).claim(ALIVE);
          if (trial.isEmpty()) {
            break;
          }
          running.add(trial.get());
        }
        Trial trial = running.remove(random.nextInt(running.size()));
        one.epochs().record(trial, trial.firstSeed(), 1 + i % 3, "training", i);
        switch (random.nextInt(5)) {
          case 0 -> running.add(trial);
          case 1 -> Ends.release(one, trial);
          case 2 -> Ends.end(one, trial, JobState.FAILED, "broke", 1 + i);
          case 3 -> Ends.end(one, trial, JobState.PRUNED, "worse", 1);
          default ->
              Ends.complete(one, trial, Map.of("loss", List.of(1.0)), random.nextDouble(), 1);
        }
        if (random.nextInt(20) == 0) {
          other.retryFailed();
        }
      }
      assertThat(learner.planned).hasSizeGreaterThan(50);
      assertStandsAsItsTrials(store);
      assertStandsAsItsTrials(other);
      store.requireTold();
      assertEachSawWhatItSays(store, learner.planned);
    }
  }

  private static void assertStandsAsItsTrials(TrialStore store) {
    List<Trial> trials = store.trials(Stage.SEARCH);
    Standing standing = store.standing(LOSS);
    for (JobState state : JobState.values()) {
      assertThat(standing.count(state))
          .isEqualTo((int) trials.stream().filter(trial -> trial.is(state)).count());
    }
    assertThat(standing.seconds())
        .isCloseTo(
            trials.stream()
                .filter(trial -> trial.state().ended())
                .mapToDouble(Trial::seconds)
                .average()
                .orElseThrow(),
            within(1e-9));
  }

  /** What each planned trial had seen can be told afterwards. */
  private static void assertEachSawWhatItSays(
      TrialStore store, Map<Integer, Map<Integer, Outcome>> planned) {
    List<Long> seen = store.seen();
    SearchHistory history = store.history(SecondObjective.NONE);
    Map<Integer, Outcome> then = new TreeMap<>();
    planned.forEach(
        (number, known) -> {
          if (number < seen.size()) {
            history.tell(number, seen.get(number), trial -> then.put(trial.number(), trial));
            assertThat(then).isEqualTo(known);
          }
        });
  }

  /** What ends while a trial is being planned does not count as seen by it. */
  @Test
  void whatEndsMeanwhileWasNotSeen() {
    try (TrialStore store = open();
        TrialStore other = open()) {
      Trial running = claim(store, ELSEWHERE, 9).orElseThrow();
      TrialQueue queue =
          new TrialQueue(
              store,
              number -> {
                Ends.complete(other, running, Map.of("loss", List.of(1.0)), 1, 1);
                return planner(9).plan(number);
              });
      assertThat(queue.claim(ALIVE).orElseThrow().number()).isEqualTo(1);
      assertThat(claim(store, ALIVE, 9).orElseThrow().number()).isEqualTo(2);
      assertThat(store.seen()).containsExactly(0L, 0L, 1L);
    }
  }

  /** One that failed at once has neither value nor epoch by which it could differ. */
  @Test
  void anEndThatIsToldNowhereIsRefused() {
    try (TrialStore store = open()) {
      Trial trial = claim(store, ALIVE, 9).orElseThrow();
      Ends.end(store, trial, JobState.FAILED, "no memory", 1);
      store.requireTold();
      store.jobs().connection().update("DELETE FROM changes");
      assertThatThrownBy(store::requireTold)
          .isInstanceOf(UserError.class)
          .hasMessageContaining("search trial 0: it does not stand as its changes tell");
    }
  }

  @Test
  void whatFailsWithinATransactionUndoesAllOfIt() {
    try (TrialStore store = open()) {
      Trial trial = claim(store, ALIVE, 9).orElseThrow();
      assertThatThrownBy(
              () ->
                  store
                      .jobs()
                      .connection()
                      .transaction(
                          () -> {
                            Ends.complete(store, trial, Map.of(), 1, 1);
                            throw new IllegalStateException("on purpose");
                          }))
          .hasMessage("on purpose");
      assertThat(store.trial(Stage.SEARCH, 0).state()).isEqualTo(JobState.RUNNING);
      assertThat(store.jobs().changes().last()).isZero();
      assertThat(Ends.complete(store, trial, Map.of("loss", List.of(1.0)), 1, 1)).isTrue();
    }
  }

  /** A planner that takes the store's lock would wait for itself here, until the timeout. */
  @Test
  void plansWithoutHoldingOthersUp() {
    try (TrialStore store = open();
        TrialStore other = open()) {
      Trial begun = claim(other, ELSEWHERE, 9).orElseThrow();
      Optional<Trial> trial =
          new TrialQueue(
                  store,
                  number -> {
                    // Another process ends its trial and takes one that waits meanwhile.
                    Ends.end(other, begun, JobState.FAILED, "it diverged", 1);
                    other.retryFailed();
                    assertThat(claim(other, ELSEWHERE, 9).orElseThrow().number()).isZero();
                    return planner(9).plan(number);
                  })
              .claim(ALIVE);
      assertThat(trial.orElseThrow().number()).isEqualTo(1);
    }
  }

  @Test
  void retriesFailedTrialsBeforeNewOnes() {
    try (TrialStore store = open()) {
      Trial failed = claim(store, ALIVE, 9).orElseThrow();
      Ends.end(store, failed, JobState.FAILED, "it diverged", 1);
      complete(store, 9, 1);
      store.retryFailed();
      assertThat(claim(store, ALIVE, 9).orElseThrow().number()).isZero();
    }
  }

  @Test
  void theSearchIsOverOnceTheWinnerIsMeasured() {
    try (TrialStore store = open()) {
      complete(store, 2, 2);
      Trial running = claim(store, ELSEWHERE, 2).orElseThrow();
      assertThat(close(store, List.of(7L))).as("a trial still runs").isFalse();
      Ends.complete(store, running, Map.of(), 1, 1);
      assertThat(close(store, List.of(7L, 8L))).as("two trials follow").isFalse();
      assertThat(close(store, List.of(9L))).as("they have not ended").isFalse();
      assertThat(store.trials(Stage.FINAL)).extracting(Trial::firstSeed).containsExactly(7L, 8L);
      assertThat(store.trials(Stage.FINAL))
          .allMatch(t -> t.parameters().equals(running.parameters()));
      assertThat(claim(store, ALIVE, 9).orElseThrow().stage()).isEqualTo(Stage.FINAL);
      claim(store, ALIVE, 9);
      assertThat(claim(store, ALIVE, 9)).isEmpty();
      store.trials(Stage.FINAL).forEach(trial -> Ends.complete(store, trial, Map.of(), 1, 1));
      assertThat(close(store, List.of(9L))).as("nothing follows").isTrue();
    }
  }

  private static Optional<Integer> aPrunedOne(Losses losses) {
    Map<Integer, Boolean> isGivenUp = new TreeMap<>();
    losses.changesAfter(0).forEach(change -> isGivenUp.put(change.number(), change.isGivenUp()));
    return isGivenUp.keySet().stream().filter(isGivenUp::get).findFirst();
  }

  /** Before a trial is planned, and before the search is over; afterwards nothing goes on. */
  @Test
  void whatIsPromotedGoesFirst() {
    try (TrialStore store = open()) {
      Trial given = claim(store, ALIVE, 3).orElseThrow();
      Ends.end(store, given, JobState.PRUNED, "it was given up", 5);
      complete(store, 3, 1);
      TrialQueue.Promoter all = TrialStoreContract::aPrunedOne;
      Trial promoted = new TrialQueue(store, all, planner(3)).claim(ALIVE).orElseThrow();
      assertThat(promoted.number()).isZero();
      assertThat(promoted.job().attempts()).isEqualTo(2);
      assertThat(promoted.job().seconds()).as("what it took before").isEqualTo(5);
      Ends.end(store, promoted, JobState.PRUNED, "once more", 9);
      assertThat(new TrialQueue(store, all, planner(3)).close(new Finals(LOSS, List.of(7L))))
          .isFalse();
      assertThat(store.trial(Stage.SEARCH, 0).state()).isEqualTo(JobState.WAITING);
      Trial again = claim(store, ALIVE, 2).orElseThrow();
      Ends.end(store, again, JobState.PRUNED, "at last", 12);
      assertThat(close(store, List.of(7L))).isFalse();
      assertThat(new TrialQueue(store, all, planner(3)).claim(ALIVE).orElseThrow().stage())
          .isEqualTo(Stage.FINAL);
      assertThat(new TrialQueue(store, all, planner(3)).claim(ALIVE)).isEmpty();
      assertThat(store.trial(Stage.SEARCH, 0).state()).isEqualTo(JobState.PRUNED);
    }
  }

  @Test
  void aSearchThatIsOverStaysAsItIs() {
    try (TrialStore store = open()) {
      complete(store, 2, 2);
      Ends.end(store, claim(store, ALIVE, 2).orElseThrow(), JobState.FAILED, "it diverged", 1);
      close(store, List.of(7L));
      Ends.end(store, claim(store, ALIVE, 2).orElseThrow(), JobState.FAILED, "no memory", 1);
      store.retryFailed();
      assertThat(store.trials(Stage.SEARCH).get(1).state()).isEqualTo(JobState.FAILED);
      assertThat(store.trials(Stage.FINAL).get(0).state()).isEqualTo(JobState.WAITING);
    }
  }

  @Test
  void aStoreThatIsThereStays() {
    try (TrialStore store = open()) {
      complete(store, 9, 0.5);
    }
    place.create(Map.of());
    try (TrialStore store = open()) {
      assertThat(store.identity()).isEqualTo(IDENTITY);
      assertThat(store.trials(Stage.SEARCH)).hasSize(1);
    }
  }

  @Test
  void manyThatBeginAtOnceShareOneStore() {
    StorePlace another = somewhere();
    assertThat(another.exists()).isFalse();
    IntStream.range(0, 8).parallel().forEach(i -> another.create(Map.of("sweepSeed", "" + i)));
    assertThat(another.exists()).isTrue();
    try (TrialStore store = TrialStore.read(another)) {
      assertThat(store.identity()).hasSize(1);
    }
  }

  @Test
  void whereNothingWasBegunThereIsNothing() {
    StorePlace another = somewhere();
    assertThatThrownBy(() -> TrialStore.read(another))
        .isInstanceOf(UserError.class)
        .hasMessageContaining(another.toString())
        .hasMessageContaining("nothing was begun there");
  }
}
