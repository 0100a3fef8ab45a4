package dev.bottleneck.sweep.store;

import dev.bottleneck.sweep.space.Proposal;
import dev.bottleneck.sweep.space.Space;
import dev.bottleneck.sweep.trial.Objective;
import dev.bottleneck.sweep.trial.Trial;
import dev.bottleneck.sweep.trial.Trial.Stage;
import dev.bottleneck.sweep.trial.TrialState;
import dev.bottleneck.sweep.trial.WorkerId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The trials of a sweep, in one file that several processes may use at once.
 *
 * <p>Each step of a trial is one transaction: a process that is killed leaves its trials running,
 * and whoever finds out takes them again, but not those that were the death of too many. A worker
 * that lost its trial that way can no longer change it, so that no trial counts twice.
 */
public final class TrialStore implements AutoCloseable {
  public static final String FILE = "trials.sqlite";

  /** The rows of a trial that is still the worker's own. */
  static final String OWNED =
      " WHERE stage = ? AND number = ? AND state = 'running' AND worker = ? AND attempts = ?";

  /** One more than any trial's that has ended. */
  static final String NEXT_ENDED = "(SELECT coalesce(max(ended), 0) + 1 FROM trials AS all_trials)";

  private final Path file;
  private final StoreConnection store;
  private final Duration deadAfter;
  private final Owners owners;
  private final EpochTable epochs;
  private final SearchHistory history;
  private final Object planning = new Object();

  /** A trial that is to be begun. */
  public record Plan(Proposal proposal, long firstSeed) {}

  /** Says what trial {@code number} is to be; empty if there is to be none. */
  @FunctionalInterface
  public interface Planner {
    Optional<Plan> plan(int number, Supplier<List<Trial>> earlier);
  }

  private TrialStore(Path file, StoreConnection store, Duration deadAfter, Time time) {
    this.file = file;
    this.store = store;
    this.deadAfter = deadAfter;
    this.owners = new Owners(store, new Liveness(time));
    this.epochs = new EpochTable(store);
    this.history = new SearchHistory(store);
  }

  /**
   * Opens the store in {@code folder}.
   *
   * @param deadAfter how long a worker of this process may be silent before its trials are taken
   * @throws dev.bottleneck.runtime.UserError if it is none, another version's or damaged
   */
  public static TrialStore open(Path folder, Duration deadAfter, Time time) {
    Path file = folder.resolve(FILE);
    return new TrialStore(file, StoreFormat.open(file), deadAfter, time);
  }

  /** The same by the machine's own clock. */
  public static TrialStore open(Path folder, Duration deadAfter) {
    return open(folder, deadAfter, Time.SYSTEM);
  }

  /** Opens the store in {@code folder} to read it, though the disk may take no writing. */
  public static TrialStore read(Path folder) {
    Path file = folder.resolve(FILE);
    return new TrialStore(file, StoreCopy.reading(file), Duration.ZERO, Time.SYSTEM);
  }

  public Path file() {
    return file;
  }

  /**
   * Refuses trials that no sweep over {@code space} could have written.
   *
   * @throws StoreFailure naming the first
   */
  public void requireIntact(Space space) {
    List<Trial> search = trials(Stage.SEARCH);
    for (int i = 0; i < search.size(); i++) {
      Trial trial = search.get(i);
      double[] genes = trial.proposal().geneArray();
      if (trial.number() != i) {
        throw StoreFailure.damaged(file, "there is no search trial " + i, null);
      }
      if (genes.length != space.size() || !space.proposal(genes).equals(trial.proposal())) {
        throw StoreFailure.damaged(file, trial + ": not a setting of the sweep's space", null);
      }
    }
  }

  /** The validation losses of its trials. */
  public EpochTable epochs() {
    return epochs;
  }

  /** Who has its trials. */
  public Owners owners() {
    return owners;
  }

  /** What the sweep was begun with. */
  public Map<String, String> identity() {
    return StoreFormat.identity(store);
  }

  /** Takes a trial: one that waits, else the next that {@code planner} plans. */
  public Optional<Trial> claim(WorkerId worker, Planner planner) {
    owners.takeFromTheDead(worker);
    // A proposal may take long, and other processes need the store meanwhile.
    synchronized (planning) {
      while (true) {
        Optional<Trial> waiting = store.transaction(() -> beginWaiting(worker));
        if (waiting.isPresent() || searchIsOver()) {
          return waiting;
        }
        int number = next();
        Optional<Plan> plan = planner.plan(number, history::trials);
        if (plan.isEmpty()) {
          return Optional.empty();
        }
        Optional<Trial> begun = store.transaction(() -> beginNext(worker, number, plan.get()));
        if (begun.isPresent()) {
          return begun;
        }
      }
    }
  }

  private Optional<Trial> beginWaiting(WorkerId worker) {
    return store
        .query(
            TrialRow::read,
            // Those of the search before the final ones.
            TrialRow.SELECT + " WHERE state = 'waiting' ORDER BY stage DESC, number LIMIT 1")
        .stream()
        .findFirst()
        .map(trial -> begin(trial, worker));
  }

  /** Empty if another process has begun a trial of that number, or ended the search. */
  private Optional<Trial> beginNext(WorkerId worker, int number, Plan plan) {
    if (next() != number || searchIsOver()) {
      return Optional.empty();
    }
    insert(Stage.SEARCH, number, plan);
    return Optional.of(begin(trial(Stage.SEARCH, number), worker));
  }

  private int next() {
    return (int)
        store.number("SELECT coalesce(max(number) + 1, 0) FROM trials WHERE stage = 'search'");
  }

  private Trial begin(Trial trial, WorkerId worker) {
    store.update(
        "UPDATE trials SET state = 'running', worker = ?, heartbeat = ?, dead_after = ?,"
            + " attempts = attempts + 1, error = NULL WHERE stage = ? AND number = ?",
        worker.toString(),
        System.currentTimeMillis(),
        deadAfter.toMillis(),
        trial.stage().toString(),
        trial.number());
    epochs.forget(trial);
    return trial(trial.stage(), trial.number());
  }

  private void insert(Stage stage, int number, Plan plan) {
    store.update(
        "INSERT INTO trials (stage, number, state, genes, parameters, first_seed)"
            + " VALUES (?, ?, 'waiting', ?, ?, ?)",
        stage.toString(),
        number,
        TrialRow.json(plan.proposal().genes()),
        TrialRow.json(plan.proposal().parameters()),
        plan.firstSeed());
  }

  /** Whether a trial is still to be ended, by whomever. */
  public boolean hasUnfinished() {
    return store.number("SELECT count(*) FROM trials WHERE state IN ('waiting', 'running')") > 0;
  }

  /** Ends a trial with its result. */
  public boolean complete(
      Trial trial, Map<String, List<Double>> measures, double value, double seconds) {
    return end(trial, TrialState.COMPLETE, TrialRow.json(measures), value, null, seconds);
  }

  /** Ends a trial without a result. */
  public boolean end(Trial trial, TrialState state, String why, double seconds) {
    return end(trial, state, null, null, why, seconds);
  }

  /** Whether the trial was still the worker's own. */
  private boolean end(
      Trial trial, TrialState state, String measures, Double value, String error, double seconds) {
    return store.update(
            "UPDATE trials SET state = ?, measures = ?, value = ?, error = ?, seconds = ?,"
                + " ended = "
                + NEXT_ENDED
                + OWNED,
            state.toString(),
            measures,
            value,
            error,
            seconds,
            trial.stage().toString(),
            trial.number(),
            trial.worker().orElseThrow().toString(),
            trial.attempts())
        == 1;
  }

  /** Gives a trial back that was not finished. */
  public void release(Trial trial) {
    store.update(
        "UPDATE trials SET state = 'waiting'" + OWNED,
        trial.stage().toString(),
        trial.number(),
        trial.worker().orElseThrow().toString(),
        trial.attempts());
  }

  /** Lets failed trials be tried again: those of the final runs alone once the search is over. */
  public void retryFailed() {
    store.update(
        "UPDATE trials SET state = 'waiting', deaths = 0 WHERE state = 'failed' AND"
            + " (stage = 'final' OR NOT EXISTS (SELECT * FROM trials WHERE stage = 'final'))");
  }

  /**
   * Ends the search and plans the final runs of its winner, one of {@code seeds} each; from then on
   * no search trial is begun. A search that has no winner, or is over already, stays as it is.
   *
   * @return whether nothing is left of the search; if not, another process has begun a trial
   */
  public boolean closeSearch(Objective objective, List<Long> seeds) {
    return store.transaction(
        () -> {
          if (searchIsOver()) {
            return true;
          }
          if (hasUnfinished()) {
            return false;
          }
          standing(objective)
              .best()
              .ifPresent(
                  winner -> {
                    for (int i = 0; i < seeds.size(); i++) {
                      insert(Stage.FINAL, i, new Plan(winner.proposal(), seeds.get(i)));
                    }
                  });
          return true;
        });
  }

  /** Whether the winner is chosen. */
  public boolean searchIsOver() {
    return store.number("SELECT count(*) FROM trials WHERE stage = 'final'") > 0;
  }

  /** A mark: what ends from now on counts as after it. */
  public long lastEnded() {
    return store.number("SELECT coalesce(max(ended), 0) FROM trials");
  }

  /** The last trials that ended after a mark, the latest first. */
  public List<Trial> endedAfter(long mark, int most) {
    return store.query(
        TrialRow::read,
        TrialRow.SELECT
            + " WHERE ended > ? AND +state IN ('complete', 'pruned', 'failed')"
            + " ORDER BY ended DESC LIMIT ?",
        mark,
        most);
  }

  /** All trials of a stage, by their numbers. */
  public List<Trial> trials(Stage stage) {
    return store.query(
        TrialRow::read, TrialRow.SELECT + " WHERE stage = ? ORDER BY number", stage.toString());
  }

  /** How the search stands. */
  public Standing standing(Objective objective) {
    return Standing.of(store, objective);
  }

  /** One trial as it stands. */
  public Trial trial(Stage stage, int number) {
    return store
        .query(
            TrialRow::read,
            TrialRow.SELECT + " WHERE stage = ? AND number = ?",
            stage.toString(),
            number)
        .get(0);
  }

  @Override
  public void close() {
    store.close();
  }
}
