package dev.bottleneck.jobs;

import dev.bottleneck.jobs.StoredJob.Ending;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The jobs of a run or a sweep, in a store that several processes may use at once.
 *
 * <p>Each step of a job is one transaction: a process that is killed leaves its jobs running, and
 * whoever finds out takes them again, but not those that were the death of too many. A worker that
 * lost its job that way can no longer change it, so that no job counts twice.
 */
public final class JobStore implements AutoCloseable {
  /** All that {@link StoredJob#read} reads; conditions may follow. */
  static final String SELECT = "SELECT * FROM jobs";

  /** How many processes may die at a job of a search, which can do without it. */
  public static final int FEW_DEATHS = 3;

  /** The same of a run, which wants each of its jobs. */
  public static final int MANY_DEATHS = 10;

  /** The row of a job that is still the worker's own. */
  public static final String OWNED =
      " WHERE stage = ? AND number = ? AND state = 'running' AND worker = ? AND attempts = ?";

  private static final String BEGIN =
      "UPDATE jobs SET state = 'running', worker = ?, gpu = NULL, begun = ?, heartbeat = ?, dead_after = ?,"
          + " attempts = attempts + 1, error = NULL";

  private final StorePlace place;
  private final StoreConnection store;
  private final Duration deadAfter;
  private final Owners owners;
  private final Held held;
  private final Changes changes;

  private JobStore(
      StorePlace place, StoreConnection store, Duration deadAfter, int mostDeaths, Time time) {
    this.place = place;
    this.store = store;
    this.deadAfter = deadAfter;
    this.changes = new Changes(store);
    this.held = new Held(this);
    this.owners = new Owners(this, mostDeaths, new Liveness(time));
  }

  /**
   * Opens the store at {@code place}.
   *
   * @param deadAfter how long a worker of this process may be silent before its jobs are taken
   * @param mostDeaths how many processes may die at a job before it has failed
   * @throws dev.bottleneck.runtime.UserError if it is none, another version's or damaged
   */
  public static JobStore open(StorePlace place, Duration deadAfter, int mostDeaths, Time time) {
    return new JobStore(place, place.open(), deadAfter, mostDeaths, time);
  }

  /** Opens the store at {@code place} to read it, though nothing may be written there. */
  public static JobStore read(StorePlace place) {
    return new JobStore(place, place.read(), Duration.ZERO, FEW_DEATHS, Time.SYSTEM);
  }

  /**
   * Loads what every store needs, before one is needed.
   *
   * @throws dev.bottleneck.runtime.UserError if there is no room for it
   */
  public static void prepare() {
    SqliteConnection.inMemory().close();
  }

  /** Where it is. */
  public StorePlace place() {
    return place;
  }

  /** For what is asked of the tables in ways of one's own. */
  public StoreConnection connection() {
    return store;
  }

  /** Who has its jobs. */
  public Owners owners() {
    return owners;
  }

  /** What became of its jobs, in order. */
  public Changes changes() {
    return changes;
  }

  /** What was begun, as key and value. */
  public Map<String, String> identity() {
    return StoreTables.identity(store);
  }

  /** Adds a job to be done, unless there is one of that stage and number. */
  public void plan(String stage, int number, String task, long seed) {
    plan(stage, number, task, seed, null);
  }

  /**
   * The same of a job that follows from others' results.
   *
   * @param seen the last of {@link #changes()} that it follows from
   */
  public void plan(String stage, int number, String task, long seed, Long seen) {
    store.update(
        "INSERT INTO jobs (stage, number, state, task, seed, seen)"
            + " VALUES (?, ?, 'waiting', ?, ?, ?) ON CONFLICT DO NOTHING",
        stage,
        number,
        task,
        seed,
        seen);
  }

  /**
   * Takes a job that waits: of those that were the death of fewest workers, one of the stage whose
   * name is the last, and of these the first.
   */
  public Optional<StoredJob> claim(WorkerId worker) {
    String first =
        "(SELECT stage, number FROM jobs WHERE state = 'waiting'"
            + " ORDER BY deaths, stage DESC, number LIMIT 1"
            + store.takingAlone()
            + ")";
    Optional<StoredJob> claimed = take(worker, first);
    return held.releaseForgotten(worker) && claimed.isEmpty() ? take(worker, first) : claimed;
  }

  private Optional<StoredJob> take(WorkerId worker, String first) {
    long now = System.currentTimeMillis();
    List<StoredJob> taken =
        store.query(
            StoredJob::read,
            BEGIN + " WHERE (stage, number) = " + first + " RETURNING *",
            worker.toString(),
            now,
            now,
            deadAfter.toMillis());
    taken.forEach(held::add);
    return taken.stream().findFirst();
  }

  /** Has {@code worker} begin a job that waits; for use within a transaction. */
  public StoredJob begin(StoredJob job, WorkerId worker) {
    long now = System.currentTimeMillis();
    store.update(
        BEGIN + " WHERE stage = ? AND number = ?",
        worker.toString(),
        now,
        now,
        deadAfter.toMillis(),
        job.stage(),
        job.number());
    return job(job.stage(), job.number());
  }

  /** This process is at work on {@code job}, which it has begun. */
  public void hold(StoredJob job) {
    held.add(job);
  }

  /** Whether a job is still to be ended, by whomever. */
  public boolean hasUnfinished() {
    return store.number("SELECT count(*) FROM jobs WHERE state IN ('waiting', 'running')") > 0;
  }

  /**
   * Ends a job.
   *
   * @return whether it was still its worker's own
   */
  public boolean end(StoredJob job, Ending how, double seconds) {
    return end(job, how, seconds, "");
  }

  /**
   * @param further a condition, {@code AND ...}
   */
  boolean end(StoredJob job, Ending how, double seconds, String further, Object... values) {
    Stream<Object> itself =
        Stream.of(
            how.state().toString(),
            how.result(),
            how.value(),
            how.error(),
            job.ended(how, seconds).hash(),
            seconds,
            job.stage(),
            job.number(),
            job.worker().orElseThrow().toString(),
            job.attempts());
    Object[] all = Stream.concat(itself, Stream.of(values)).toArray();
    boolean ended = store.transaction(() -> end(job, further, all));
    held.remove(job);
    return ended;
  }

  private boolean end(StoredJob job, String further, Object[] values) {
    int count =
        store.update(
            "UPDATE jobs SET state = ?, result = ?, value = ?, error = ?, sha256 = ?,"
                + " seconds = ?, ended = "
                + Changes.NEXT
                + OWNED
                + further,
            values);
    if (count == 1) {
      changes.record(job);
    }
    return count == 1;
  }

  /** Gives a job back that was not finished. */
  public void release(StoredJob job) {
    change("state = 'waiting'", job);
    held.remove(job);
  }

  /**
   * A state of the job was kept: whoever takes it up goes on, and it kills nobody by itself.
   *
   * @throws Lost if another process has taken it
   */
  public void progressed(StoredJob job) {
    if (change("deaths = 0", job) == 0) {
      throw new Lost(job);
    }
  }

  private int change(String what, StoredJob job) {
    return store.update(
        "UPDATE jobs SET " + what + OWNED,
        job.stage(),
        job.number(),
        job.worker().orElseThrow().toString(),
        job.attempts());
  }

  /** Drops a job of which nothing can be used. */
  public void drop(String stage, long number) {
    store.update("DELETE FROM jobs WHERE stage = ? AND number = ?", stage, number);
  }

  /** The numbers of a stage's jobs, whatever else can be read of them. */
  public List<Long> numbers(String stage) {
    return store.query(
        row -> row.getLong(1), "SELECT number FROM jobs WHERE stage = ? ORDER BY number", stage);
  }

  /** Lets the failed jobs of a stage be tried again, and those that were the death of too many. */
  public void retryFailed(String stage) {
    owners.takeFromTheDead(WorkerId.present());
    changes.beginAgain("state = 'failed' AND stage = ?", stage);
  }

  /** Has a job done again whose result cannot be used. */
  public void again(StoredJob job) {
    changes.beginAgain(
        "stage = ? AND number = ? AND attempts = ? AND state IN ('complete', 'failed')",
        job.stage(),
        job.number(),
        job.attempts());
  }

  /** A mark: what ends from now on counts as after it. */
  public long lastEnded() {
    return store.number("SELECT coalesce(max(ended), 0) FROM jobs");
  }

  /** The jobs that ended after a mark, up to another. */
  public List<StoredJob> endedBetween(long mark, long last) {
    return store.query(
        StoredJob::read, SELECT + " WHERE ended > ? AND ended <= ? ORDER BY ended", mark, last);
  }

  /** All jobs of a stage, by their numbers. */
  public List<StoredJob> jobs(String stage) {
    return store.query(StoredJob::read, SELECT + " WHERE stage = ? ORDER BY number", stage);
  }

  /** One job as it stands. */
  public StoredJob job(String stage, int number) {
    return store
        .query(StoredJob::read, SELECT + " WHERE stage = ? AND number = ?", stage, number)
        .get(0);
  }

  @Override
  public void close() {
    store.close();
  }
}
