package dev.bottleneck.sweep.store;

import dev.bottleneck.jobs.JobStore;
import dev.bottleneck.jobs.Owners;
import dev.bottleneck.jobs.StoreConnection;
import dev.bottleneck.jobs.StoreFailure;
import dev.bottleneck.jobs.StoredJob;
import dev.bottleneck.jobs.StoredJob.Ending;
import dev.bottleneck.jobs.Time;
import dev.bottleneck.sweep.space.Space;
import dev.bottleneck.sweep.trial.Objective;
import dev.bottleneck.sweep.trial.Trial;
import dev.bottleneck.sweep.trial.Trial.Stage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The trials of a sweep: jobs that a search plans one by one, and that compete. */
public final class TrialStore implements AutoCloseable {
  public static final String FILE = "trials.sqlite";

  /** Trials whose last change is not how they stand, or that follow from what is yet to come. */
  private static final String UNTOLD =
      """
      SELECT count(*) FROM jobs j WHERE
        state IN ('pruned', 'complete', 'failed') AND NOT EXISTS (SELECT * FROM changes c
          WHERE c.sequence = j.ended AND c.stage = j.stage AND c.number = j.number
            AND c.state = j.state AND c.value IS NOT DISTINCT FROM j.value)
        OR seen IS NULL OR seen > (SELECT coalesce(max(sequence), 0) FROM changes)\
      """;

  private final JobStore jobs;
  private final StoreConnection store;
  private final EpochTable epochs;

  private TrialStore(JobStore jobs) {
    this.jobs = jobs;
    this.store = jobs.connection();
    this.epochs = new EpochTable(store);
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
    requireTold();
  }

  /** Refuses trials that did not end as its changes tell. */
  void requireTold() {
    long unknown = store.number(UNTOLD);
    if (unknown > 0) {
      throw StoreFailure.damaged(file(), unknown + " trials ended otherwise than was told", null);
    }
  }

  /** The validation losses of its trials. */
  public EpochTable epochs() {
    return epochs;
  }

  /** What its search has come to know, from the start. */
  public SearchHistory history() {
    return new SearchHistory(jobs);
  }

  /** Of each search trial the last change that its proposal had seen. */
  public List<Long> seen() {
    return store.query(
        row -> row.getLong(1), "SELECT seen FROM jobs WHERE stage = 'search' ORDER BY number");
  }

  /** Who has its trials. */
  public Owners owners() {
    return jobs.owners();
  }

  /** What the sweep was begun with. */
  public Map<String, String> identity() {
    return jobs.identity();
  }

  /** The number of the next trial of the search. */
  int next() {
    return (int)
        store.number("SELECT coalesce(max(number) + 1, 0) FROM jobs WHERE stage = 'search'");
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

  Trial trial(StoredJob job) {
    return trial(Stage.of(job), job.number());
  }

  @Override
  public void close() {
    jobs.close();
  }
}
