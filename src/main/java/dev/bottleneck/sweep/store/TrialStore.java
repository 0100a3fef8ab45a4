package dev.bottleneck.sweep.store;

import dev.bottleneck.jobs.JobStore;
import dev.bottleneck.jobs.Owners;
import dev.bottleneck.jobs.StoreConnection;
import dev.bottleneck.jobs.StoreFailure;
import dev.bottleneck.jobs.StoredJob;
import dev.bottleneck.jobs.StoredJob.Ending;
import dev.bottleneck.jobs.Time;
import dev.bottleneck.jobs.WorkerId;
import dev.bottleneck.sweep.pruning.Losses;
import dev.bottleneck.sweep.space.Proposal;
import dev.bottleneck.sweep.space.Space;
import dev.bottleneck.sweep.trial.Objective;
import dev.bottleneck.sweep.trial.Trial;
import dev.bottleneck.sweep.trial.Trial.Stage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** The trials of a sweep: jobs that a search plans one by one, and that compete. */
public final class TrialStore implements AutoCloseable {
  public static final String FILE = "trials.sqlite";

  private final JobStore jobs;
  private final StoreConnection store;
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

  /** Says which of the pruned trials is to go on after all. */
  @FunctionalInterface
  public interface Promoter {
    /** Promotes none. */
    Promoter NONE = (pruned, losses) -> Optional.empty();

    Optional<Integer> promotable(Set<Integer> pruned, Losses losses);
  }

  private TrialStore(JobStore jobs) {
    this.jobs = jobs;
    this.store = jobs.connection();
    this.epochs = new EpochTable(store);
    this.history = new SearchHistory(jobs);
  }

  /**
   * Opens the store in {@code folder}.
   *
   * @param deadAfter how long a worker of this process may be silent before its trials are taken
   * @throws dev.bottleneck.runtime.UserError if it is none, another version's or damaged
   */
  public static TrialStore open(Path folder, Duration deadAfter, Time time) {
    return new TrialStore(
        JobStore.open(folder.resolve(FILE), deadAfter, JobStore.FEW_DEATHS, time));
  }

  /** The same by the machine's own clock. */
  public static TrialStore open(Path folder, Duration deadAfter) {
    return open(folder, deadAfter, Time.SYSTEM);
  }

  /** Opens the store in {@code folder} to read it, though the disk may take no writing. */
  public static TrialStore read(Path folder) {
    return new TrialStore(JobStore.read(folder.resolve(FILE)));
  }

  public Path file() {
    return jobs.file();
  }

  /** The trials as jobs. */
  public JobStore jobs() {
    return jobs;
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
        throw StoreFailure.damaged(file(), "there is no search trial " + i, null);
      }
      if (genes.length != space.size() || !space.proposal(genes).equals(trial.proposal())) {
        throw StoreFailure.damaged(file(), trial + ": not a setting of the sweep's space", null);
      }
    }
  }

  /** The validation losses of its trials. */
  public EpochTable epochs() {
    return epochs;
  }

  /** Who has its trials. */
  public Owners owners() {
    return jobs.owners();
  }

  /** What the sweep was begun with. */
  public Map<String, String> identity() {
    return jobs.identity();
  }

  /** Takes a trial: one that waits, else the next that {@code planner} plans. */
  public Optional<Trial> claim(WorkerId worker, Planner planner) {
    return claim(worker, Promoter.NONE, planner);
  }

  /** The same, where what {@code promoter} promotes is taken before a trial is planned. */
  public Optional<Trial> claim(WorkerId worker, Promoter promoter, Planner planner) {
    owners().takeFromTheDead(worker);
    // A proposal may take long, and other processes need the store meanwhile.
    synchronized (planning) {
      while (true) {
        Optional<StoredJob> waiting = jobs.claim(worker);
        if (waiting.isPresent() || searchIsOver()) {
          return waiting.map(this::trial);
        }
        if (promoter != Promoter.NONE
            && store.transaction(() -> !searchIsOver() && promote(promoter))) {
          continue;
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

  /**
   * Lets a pruned trial wait to be taken, by this process or another; for use within a transaction.
   *
   * @return whether there is one
   */
  private boolean promote(Promoter promoter) {
    Set<Integer> pruned = new HashSet<>();
    store.query(
        row -> pruned.add(row.getInt(1)),
        "SELECT number FROM jobs WHERE state = 'pruned' AND stage = 'search'");
    Optional<Integer> promoted = promoter.promotable(pruned, epochs);
    promoted.ifPresent(
        number ->
            store.update(
                "UPDATE jobs SET state = 'waiting'"
                    + " WHERE stage = 'search' AND number = ? AND state = 'pruned'",
                number));
    return promoted.isPresent();
  }

  /** Empty if another process has begun a trial of that number, or ended the search. */
  private Optional<Trial> beginNext(WorkerId worker, int number, Plan plan) {
    if (next() != number || searchIsOver()) {
      return Optional.empty();
    }
    insert(Stage.SEARCH, number, plan);
    return Optional.of(trial(jobs.begin(jobs.job(Stage.SEARCH.toString(), number), worker)));
  }

  private int next() {
    return (int)
        store.number("SELECT coalesce(max(number) + 1, 0) FROM jobs WHERE stage = 'search'");
  }

  private void insert(Stage stage, int number, Plan plan) {
    jobs.plan(stage.toString(), number, TrialRow.task(plan.proposal()), plan.firstSeed());
  }

  /** How a trial ends with its result. */
  public static Ending complete(Map<String, List<Double>> measures, double value) {
    return Ending.complete(TrialRow.json(measures), value);
  }

  /**
   * Lets failed trials be tried again: those of the final runs alone once the search is over, since
   * its winner was chosen without them.
   */
  public void retryFailed() {
    store.transaction(
        () -> {
          jobs.retryFailed((searchIsOver() ? Stage.FINAL : Stage.SEARCH).toString());
          return null;
        });
  }

  /**
   * The same of a search that promotes no trial.
   *
   * @see #closeSearch(Objective, List, Promoter)
   */
  public boolean closeSearch(Objective objective, List<Long> seeds) {
    return closeSearch(objective, seeds, Promoter.NONE);
  }

  /**
   * Ends the search and plans the final runs of its winner, one of {@code seeds} each; from then on
   * no search trial is begun. A search that has no winner, or is over already, stays as it is.
   *
   * @param promoter of what would have to go on first
   * @return whether nothing is left of the search; if not, a trial waits, or another process has
   *     begun one
   */
  public boolean closeSearch(Objective objective, List<Long> seeds, Promoter promoter) {
    return store.transaction(
        () -> {
          if (searchIsOver()) {
            return true;
          }
          if (jobs.hasUnfinished() || promote(promoter)) {
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
    return store.number("SELECT count(*) FROM jobs WHERE stage = 'final'") > 0;
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

  private Trial trial(StoredJob job) {
    return trial(Stage.of(job), job.number());
  }

  @Override
  public void close() {
    jobs.close();
  }
}
