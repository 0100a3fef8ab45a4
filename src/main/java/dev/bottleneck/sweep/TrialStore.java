package dev.bottleneck.sweep;

import dev.bottleneck.sweep.Trial.Stage;
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
 * and whoever finds out takes them again. A worker that lost its trial that way can no longer
 * change it, so that no trial counts twice.
 */
final class TrialStore implements AutoCloseable {
  static final String FILE = "trials.sqlite";

  private static final String OWNED =
      " WHERE stage = ? AND number = ? AND state = 'running' AND worker = ? AND attempts = ?";

  private final Path file;
  private final StoreConnection store;
  private final Duration deadAfter;
  private final EpochTable epochs;

  /** A trial that is to be begun. */
  record Plan(Proposal proposal, long firstSeed) {}

  /** Says what trial {@code number} is to be; empty if there is to be none. */
  @FunctionalInterface
  interface Planner {
    Optional<Plan> plan(int number, Supplier<List<Trial>> earlier);
  }

  private TrialStore(Path file, StoreConnection store, Duration deadAfter) {
    this.file = file;
    this.store = store;
    this.deadAfter = deadAfter;
    this.epochs = new EpochTable(store);
  }

  /**
   * Opens the store in {@code folder}.
   *
   * @param deadAfter how long a worker may be silent before its trials are taken from it
   * @throws dev.bottleneck.runtime.UserError if it is none, or another version's
   */
  static TrialStore open(Path folder, Duration deadAfter) {
    Path file = folder.resolve(FILE);
    return new TrialStore(file, StoreFormat.open(file), deadAfter);
  }

  /** Refuses to go on as another sweep than the one it holds. */
  void requireSweep(Map<String, String> identity) {
    StoreFormat.requireSame(file, store, identity);
  }

  /** The validation losses of its trials. */
  EpochTable epochs() {
    return epochs;
  }

  /** What the sweep was begun with. */
  Map<String, String> identity() {
    return StoreFormat.identity(store);
  }

  /** Takes a trial: one that waits, else the next that {@code planner} plans. */
  Optional<Trial> claim(WorkerId worker, Planner planner) {
    return store.transaction(
        () -> {
          takeFromTheDead();
          Optional<Trial> waiting = select("state = 'waiting'").stream().findFirst();
          if (waiting.isPresent()) {
            return begin(waiting.get(), worker);
          }
          int number = (int) store.number("SELECT count(*) FROM trials WHERE stage = 'search'");
          if (searchIsOver()) {
            return Optional.empty();
          }
          Optional<Plan> plan = planner.plan(number, () -> trials(Stage.SEARCH));
          if (plan.isEmpty()) {
            return Optional.empty();
          }
          insert(Stage.SEARCH, number, plan.get());
          return begin(trial(Stage.SEARCH, number), worker);
        });
  }

  private Optional<Trial> begin(Trial trial, WorkerId worker) {
    store.update(
        "UPDATE trials SET state = 'running', worker = ?, heartbeat = ?, attempts = attempts + 1,"
            + " error = NULL WHERE stage = ? AND number = ?",
        worker.toString(),
        System.currentTimeMillis(),
        trial.stage().toString(),
        trial.number());
    epochs.forget(trial);
    return Optional.of(trial(trial.stage(), trial.number()));
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

  private void takeFromTheDead() {
    for (Trial trial : select("state = 'running'")) {
      if (isDead(trial)) {
        store.update(
            "UPDATE trials SET state = 'waiting' WHERE stage = ? AND number = ?",
            trial.stage().toString(),
            trial.number());
      }
    }
  }

  private boolean isDead(Trial running) {
    long silent = System.currentTimeMillis() - running.heartbeat();
    return silent > deadAfter.toMillis() || running.worker().orElseThrow().isKnownDead();
  }

  /** Trials that a living worker has. */
  List<Trial> running() {
    return select("state = 'running'").stream().filter(trial -> !isDead(trial)).toList();
  }

  /** Whether a trial is still to be ended, by whomever. */
  boolean hasUnfinished() {
    return store.number("SELECT count(*) FROM trials WHERE state IN ('waiting', 'running')") > 0;
  }

  /** Tells that {@code worker} is alive. */
  void beat(WorkerId worker) {
    store.update(
        "UPDATE trials SET heartbeat = ? WHERE state = 'running' AND worker = ?",
        System.currentTimeMillis(),
        worker.toString());
  }

  /** Ends a trial with its result. */
  boolean complete(Trial trial, Map<String, List<Double>> measures, double value, double seconds) {
    return end(trial, TrialState.COMPLETE, TrialRow.json(measures), value, null, seconds);
  }

  /** Ends a trial without a result. */
  boolean end(Trial trial, TrialState state, String why, double seconds) {
    return end(trial, state, null, null, why, seconds);
  }

  /** Whether the trial was still the worker's own. */
  private boolean end(
      Trial trial, TrialState state, String measures, Double value, String error, double seconds) {
    return store.update(
            "UPDATE trials SET state = ?, measures = ?, value = ?, error = ?, seconds = ?,"
                + " ended = (SELECT coalesce(max(ended), 0) + 1 FROM trials)"
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
  void release(Trial trial) {
    store.update(
        "UPDATE trials SET state = 'waiting'" + OWNED,
        trial.stage().toString(),
        trial.number(),
        trial.worker().orElseThrow().toString(),
        trial.attempts());
  }

  /** Lets failed trials be tried again: those of the final runs alone once the search is over. */
  void retryFailed() {
    store.update(
        "UPDATE trials SET state = 'waiting' WHERE state = 'failed' AND (stage = 'final'"
            + " OR NOT EXISTS (SELECT * FROM trials WHERE stage = 'final'))");
  }

  /**
   * Ends the search and plans the final runs of its winner, one of {@code seeds} each; from then on
   * no search trial is begun. A search that has no winner, or is over already, stays as it is.
   *
   * @return whether nothing is left of the search; if not, another process has begun a trial
   */
  boolean closeSearch(Objective objective, List<Long> seeds) {
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
  boolean searchIsOver() {
    return store.number("SELECT count(*) FROM trials WHERE stage = 'final'") > 0;
  }

  /** A mark: what ends from now on counts as after it. */
  long lastEnded() {
    return store.number("SELECT coalesce(max(ended), 0) FROM trials");
  }

  /** The last trials that ended after a mark, the latest first. */
  List<Trial> endedAfter(long mark, int most) {
    return store.query(
        TrialRow::read,
        "SELECT * FROM trials WHERE ended > ? AND state IN ('complete', 'pruned', 'failed')"
            + " ORDER BY ended DESC LIMIT ?",
        mark,
        most);
  }

  /** All trials of a stage, by their numbers. */
  List<Trial> trials(Stage stage) {
    return store.query(
        TrialRow::read, "SELECT * FROM trials WHERE stage = ? ORDER BY number", stage.toString());
  }

  /** How the search stands. */
  Standing standing(Objective objective) {
    return Standing.of(store, objective);
  }

  private List<Trial> select(String condition) {
    return store.query(
        TrialRow::read,
        // Those of the search before the final ones.
        "SELECT * FROM trials WHERE " + condition + " ORDER BY stage DESC, number");
  }

  /** One trial as it stands. */
  Trial trial(Stage stage, int number) {
    return store
        .query(
            TrialRow::read,
            "SELECT * FROM trials WHERE stage = ? AND number = ?",
            stage.toString(),
            number)
        .get(0);
  }

  @Override
  public void close() {
    store.close();
  }
}
