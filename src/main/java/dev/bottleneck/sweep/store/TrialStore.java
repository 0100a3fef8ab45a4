package dev.bottleneck.sweep.store;

import dev.bottleneck.jobs.JobStore;
import dev.bottleneck.jobs.Owners;
import dev.bottleneck.jobs.StoreConnection;
import dev.bottleneck.jobs.StoreFailure;
import dev.bottleneck.jobs.StorePlace;
import dev.bottleneck.jobs.StoredJob;
import dev.bottleneck.jobs.StoredJob.Ending;
import dev.bottleneck.jobs.Time;
import dev.bottleneck.sweep.space.Space;
import dev.bottleneck.sweep.trial.Objective;
import dev.bottleneck.sweep.trial.SecondObjective;
import dev.bottleneck.sweep.trial.Trial;
import dev.bottleneck.sweep.trial.Trial.Stage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The trials of a sweep: jobs that a search plans one by one, and that compete. */
public final class TrialStore implements AutoCloseable {
  public static final String FILE = "trials.sqlite";

  private final JobStore jobs;
  private final StoreConnection store;
  private final EpochTable epochs;
  private final Tally tally;

  private TrialStore(JobStore jobs) {
    this.jobs = jobs;
    this.store = jobs.connection();
    this.epochs = new EpochTable(store);
    this.tally = new Tally(store);
  }

  /**
   * Opens the store at {@code place}.
   *
   * @param deadAfter how long a worker of this process may be silent before its trials are taken
   * @throws dev.bottleneck.runtime.UserError if it is none, another version's or damaged
   */
  public static TrialStore open(StorePlace place, Duration deadAfter, Time time) {
    return new TrialStore(JobStore.open(place, deadAfter, JobStore.FEW_DEATHS, time));
  }

  /** The one in {@code folder}, by the machine's own clock. */
  public static TrialStore open(Path folder, Duration deadAfter) {
    return open(in(folder), deadAfter, Time.SYSTEM);
  }

  /** Opens the store at {@code place} to read it, though nothing may be written there. */
  public static TrialStore read(StorePlace place) {
    return new TrialStore(JobStore.read(place));
  }

  /** Where the store of the sweep in {@code folder} is, unless it is in a database. */
  public static StorePlace in(Path folder) {
    return StorePlace.file(folder.resolve(FILE));
  }

  /** Where it is. */
  public StorePlace place() {
    return jobs.place();
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
        throw StoreFailure.damaged(place(), "there is no search trial " + i, null);
      }
      if (genes.length != space.size() || !space.proposal(genes).equals(trial.proposal())) {
        throw StoreFailure.damaged(place(), trial + ": not a setting of the sweep's space", null);
      }
    }
    requireTold();
  }

  /** Refuses trials that do not stand as its logs tell. */
  void requireTold() {
    StoreConsistency.require(store, place());
  }

  /** The validation losses of its trials. */
  public EpochTable epochs() {
    return epochs;
  }

  /** What its search has come to know, from the start, by one objective or by two. */
  public SearchHistory history(SecondObjective second) {
    return new SearchHistory(jobs, second);
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

  /** How much of the sweep is to be done. */
  public WantedExtent wanted() {
    return new WantedExtent(this);
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
   * Lets failed trials be tried again: those of the last stage that was begun alone, since what
   * runs in it was chosen without the others. A race counts what failed in it: who is out was told
   * by that.
   */
  public void retryFailed() {
    store.transaction(
        () -> {
          Stage stage = stage();
          if (stage != Stage.RACE) {
            jobs.retryFailed(stage.toString());
          }
          return null;
        });
  }

  /** The last that was begun. */
  public Stage stage() {
    for (Stage stage : List.of(Stage.FINAL, Stage.RACE)) {
      if (store.number("SELECT count(*) FROM jobs WHERE stage = ?", stage.toString()) > 0) {
        return stage;
      }
    }
    return Stage.SEARCH;
  }

  /** Whether the best of its settings were chosen to race, or to be tested. */
  public boolean searchIsOver() {
    return store.number("SELECT count(*) FROM jobs WHERE stage IN ('race', 'final')") > 0;
  }

  /** The last trials that ended after a mark, the latest first. */
  public List<Trial> endedAfter(long mark, int most) {
    return store.query(
        TrialRow::read,
        TrialRow.SELECT
            + " WHERE ended > ? AND NOT state IN ('waiting', 'running')"
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
    return Standing.of(store, tally, objective);
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
