package dev.bottleneck.sweep.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bottleneck.jobs.JobState;
import dev.bottleneck.jobs.StoreFailure;
import dev.bottleneck.jobs.StorePlace;
import dev.bottleneck.jobs.Time;
import dev.bottleneck.jobs.WorkerId;
import dev.bottleneck.sweep.definition.PruningOptions;
import dev.bottleneck.sweep.pruning.Pruned;
import dev.bottleneck.sweep.pruning.Pruner;
import dev.bottleneck.sweep.space.Proposal;
import dev.bottleneck.sweep.trial.Trial;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Processes that hear of what is new alone prune and promote the same trials as one would that read
 * all losses anew each time, whatever becomes of the trials, whatever database they are in.
 */
abstract class AshaContract {
  private static final int REDUCTION = 2;
  private static final int MOST_EPOCHS = 8;
  private static final int BUDGET = 60;
  private static final PruningOptions ASHA =
      new PruningOptions(PruningOptions.Kind.ASHA, 1, REDUCTION, 1);

  private final SplittableRandom random = new SplittableRandom(1);
  private int promoted;
  private int pruned;
  private int changed;

  /** Where there is no store yet. */
  abstract StorePlace somewhere();

  /** One of those that work on the sweep. */
  private static final class Worker implements AutoCloseable {
    private final TrialStore store;
    private final Pruner pruner = Pruner.of(ASHA);
    private final TrialQueue queue;

    Worker(StorePlace place) {
      store = TrialStore.open(place, Duration.ofHours(1), Time.SYSTEM);
      queue =
          new TrialQueue(
              store,
              pruner::promotable,
              number ->
                  number < BUDGET
                      ? Optional.of(new TrialQueue.Plan(new Proposal(List.of(), Map.of()), number))
                      : Optional.empty());
    }

    @Override
    public void close() {
      store.close();
    }
  }

  /** A trial at work, how far it came before and how far it is. */
  private record Run(Trial trial, int before, int epoch) {}

  @Test
  void decidesAsByAllLossesReadAnew() {
    StorePlace place = somewhere();
    place.create(Map.of());
    List<Worker> workers = new ArrayList<>();
    List<Run> running = new ArrayList<>();
    try {
      workers.add(new Worker(place));
      workers.add(new Worker(place));
      for (int i = 0; i < 250; i++) {
        if (i == 125) {
          workers.add(new Worker(place)); // which hears of all at once
        }
        Worker worker = workers.get(random.nextInt(workers.size()));
        if (running.size() < 4) {
          claim(worker).ifPresent(running::add);
        }
        if (!running.isEmpty()) {
          advance(worker, running.remove(random.nextInt(running.size()))).ifPresent(running::add);
        }
      }
      workers.get(0).store.requireTold();
    } finally {
      workers.forEach(Worker::close);
    }
    assertThat(promoted).isGreaterThan(5);
    assertThat(pruned).isGreaterThan(15);
    assertThat(changed).as("epochs whose loss became another").isGreaterThan(5);
  }

  @Test
  @Timeout(60) // it would be promoted again for ever
  void refusesToPromoteWhatIsNotPruned() {
    StorePlace place = somewhere();
    place.create(Map.of());
    try (Worker worker = new Worker(place)) {
      Ends.complete(
          worker.store, worker.queue.claim(WorkerId.present()).orElseThrow(), "loss", 1.0);
      TrialQueue queue =
          new TrialQueue(worker.store, losses -> Optional.of(0), number -> Optional.empty());
      assertThatThrownBy(() -> queue.claim(WorkerId.present()))
          .isInstanceOf(StoreFailure.class)
          .hasMessageContaining("search trial 0 is promoted, yet it was not pruned");
      assertThat(trials(worker.store, JobState.COMPLETE)).containsExactly(0);
    }
  }

  private Optional<Run> claim(Worker worker) {
    boolean nothingWaits = trials(worker.store, JobState.WAITING).isEmpty();
    Optional<Integer> expected = promotable(worker.store);
    Optional<Trial> claimed = worker.queue.claim(WorkerId.present());
    if (nothingWaits) {
      assertThat(claimed.filter(trial -> trial.job().attempts() > 1).map(Trial::number))
          .isEqualTo(expected);
      promoted += expected.isPresent() ? 1 : 0;
    }
    return claimed.map(trial -> new Run(trial, worker.store.epochs().of(trial).size(), 0));
  }

  /** One more epoch, unless the trial's process dies or the trial fails; empty at its end. */
  private Optional<Run> advance(Worker worker, Run run) {
    TrialStore store = worker.store;
    Trial trial = run.trial();
    int fate = random.nextInt(40);
    if (fate == 0) {
      Ends.release(store, trial);
      return Optional.empty();
    }
    if (fate == 1) {
      Ends.end(store, trial, JobState.FAILED, "it broke", 1);
      store.retryFailed();
      return Optional.empty();
    }
    int epoch = run.epoch() + 1;
    record(worker, trial, epoch);
    if (epoch >= run.before() && isPruned(worker, trial, epoch)) {
      Ends.end(store, trial, JobState.PRUNED, "others are better", 1);
      pruned++;
      return Optional.empty();
    }
    if (epoch == MOST_EPOCHS) {
      Ends.complete(store, trial, Map.of("loss", List.of(1.0)), 1, 1);
      return Optional.empty();
    }
    return Optional.of(new Run(trial, run.before(), epoch));
  }

  private void record(Worker worker, Trial trial, int epoch) {
    EpochTable epochs = worker.store.epochs();
    double loss = random.nextInt(12) / 8.0; // of which some are equal
    List<Double> before = epochs.of(trial);
    changed += epoch <= before.size() && before.get(epoch - 1) != loss ? 1 : 0;
    if (worker.pruner.ranksAt(epoch)) {
      epochs.recordAtRung(trial, epoch, "training", loss);
    } else {
      epochs.record(trial, trial.firstSeed(), epoch, "training", loss);
    }
    if (epoch == 1) {
      epochs.record(trial, trial.firstSeed() + 1_000, epoch, "training", -1); // counts nowhere
    }
  }

  private static boolean isPruned(Worker worker, Trial trial, int epoch) {
    boolean isPruned = false;
    try {
      worker.pruner.check(trial, epoch, worker.store.epochs());
    } catch (Pruned e) {
      isPruned = true;
    }
    boolean isRung = Integer.bitCount(epoch) == 1;
    assertThat(isPruned).isEqualTo(isRung && !isGood(losses(worker.store, epoch), trial.number()));
    return isPruned;
  }

  /** Those of the first seeds, as the epochs themselves have them. */
  private static Map<Integer, Double> losses(TrialStore store, int epoch) {
    Map<Integer, Double> losses = new TreeMap<>();
    store
        .jobs()
        .connection()
        .query(
            row -> losses.put(row.getInt(1), row.getDouble(2)),
            "SELECT e.number, e.validation_loss FROM epochs e JOIN jobs t"
                + " ON t.stage = e.stage AND t.number = e.number AND t.seed = e.seed"
                + " WHERE e.epoch = ?",
            epoch);
    return losses;
  }

  private static boolean isGood(Map<Integer, Double> rung, int number) {
    long lower = rung.values().stream().filter(loss -> loss < rung.get(number)).count();
    return lower < Math.max(1, rung.size() / REDUCTION);
  }

  private static List<Integer> trials(TrialStore store, JobState state) {
    return store
        .jobs()
        .connection()
        .query(row -> row.getInt(1), "SELECT number FROM jobs WHERE state = ?", state.toString());
  }

  private static Optional<Integer> promotable(TrialStore store) {
    List<Integer> waiting = new ArrayList<>(trials(store, JobState.PRUNED));
    for (int epoch = MOST_EPOCHS; epoch > 0; epoch /= REDUCTION) {
      Map<Integer, Double> rung = losses(store, epoch);
      Optional<Integer> best =
          waiting.stream()
              .filter(number -> rung.containsKey(number) && isGood(rung, number))
              .min(Comparator.<Integer>comparingDouble(rung::get).thenComparing(number -> number));
      if (best.isPresent()) {
        return best;
      }
      waiting.removeAll(rung.keySet());
    }
    return Optional.empty();
  }
}
