package dev.bottleneck.study.resume;

import dev.bottleneck.jobs.JobState;
import dev.bottleneck.jobs.JobStore;
import dev.bottleneck.jobs.StoreFailure;
import dev.bottleneck.jobs.StoreFormat;
import dev.bottleneck.jobs.StorePlace;
import dev.bottleneck.jobs.StoredJob;
import dev.bottleneck.jobs.Time;
import dev.bottleneck.jobs.Unwritable;
import dev.bottleneck.jobs.WorkerId;
import dev.bottleneck.report.RunFolder;
import dev.bottleneck.study.result.Arm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.slf4j.LoggerFactory;

/** The jobs of a run, every arm on every seed, in its store {@code jobs.sqlite}. */
public final class RunJobs implements AutoCloseable {
  public static final String FILE = "jobs.sqlite";

  private static final String STAGE = "run";
  private static final String IDENTITY = "run";

  /** One arm on one seed. */
  public record Key(Arm arm, long seed) {}

  private final JobStore store;
  private final List<Key> grid;
  private long mark;

  private RunJobs(JobStore store, List<Key> grid) {
    this.store = store;
    this.grid = List.copyOf(grid);
  }

  /**
   * Opens the store of {@code run}, which is made if there is none; a job in it that is damaged is
   * dropped, and a store that is damaged as a whole, or of another run, is set aside.
   *
   * @param of the identity of the run
   * @param grid all jobs that the run may have, in their order
   * @param deadAfter how long a worker of this process may be silent before its jobs are taken
   * @param notes hears of what a person should know, such as a damaged file
   */
  public static RunJobs lead(
      RunFolder run, String of, List<Key> grid, Duration deadAfter, Consumer<String> notes) {
    Path file = run.file(FILE);
    if (Files.exists(file)) {
      try {
        RunJobs jobs = new RunJobs(open(file, deadAfter), grid);
        jobs.mend(of, notes);
        return jobs;
      } catch (StoreFailure e) {
        if (!e.isDamage()) {
          throw e;
        }
        LoggerFactory.getLogger(RunJobs.class).info("{} is damaged", file, e);
        notes.accept(
            "%s is damaged: it was set aside as %s, and its jobs are trained again"
                .formatted(file, setAside(file)));
      }
    }
    StoreFormat.create(file, Map.of(IDENTITY, of));
    return join(run, of, grid, deadAfter);
  }

  /** The same of a store that the leading process has made. */
  public static RunJobs join(RunFolder run, String of, List<Key> grid, Duration deadAfter) {
    RunJobs jobs = new RunJobs(open(run.file(FILE), deadAfter), grid);
    try {
      jobs.requireOf(of);
      return jobs;
    } catch (RuntimeException e) {
      jobs.close();
      throw e;
    }
  }

  /**
   * The jobs of a run as they stand.
   *
   * @param of the identity of the run that the store is of
   * @param jobs whatever their state
   * @param atWork whether a process that is not known to be dead has one of them
   */
  public record Standing(String of, List<StoredJob> jobs, boolean atWork) {}

  /**
   * Looks at the jobs of {@code run}, and changes nothing.
   *
   * @throws dev.bottleneck.runtime.UserError if there are none, or they are damaged
   */
  public static Standing look(RunFolder run) {
    try (JobStore store = JobStore.read(StorePlace.file(run.file(FILE)))) {
      return new Standing(
          store.identity().getOrDefault(IDENTITY, ""),
          store.jobs(STAGE),
          !store.owners().running().isEmpty());
    }
  }

  private static JobStore open(Path file, Duration deadAfter) {
    return JobStore.open(StorePlace.file(file), deadAfter, JobStore.MANY_DEATHS, Time.SYSTEM);
  }

  /** What was written last first: a store that is half set aside must not be taken for whole. */
  private static String setAside(Path file) {
    String name = "damaged-" + UUID.randomUUID() + ".sqlite";
    try {
      for (String end : List.of("-shm", "-wal", "")) {
        Path part = file.resolveSibling(FILE + end);
        if (Files.exists(part)) {
          Files.move(part, file.resolveSibling(name + end));
        }
      }
    } catch (IOException e) {
      throw new Unwritable(file.getParent(), e);
    }
    return name;
  }

  private void requireOf(String of) {
    if (!of.equals(store.identity().get(IDENTITY))) {
      throw StoreFailure.damaged(store.place(), "it is of another run", null);
    }
  }

  /** Drops the jobs that cannot be read or are not the run's: they are trained again. */
  private void mend(String of, Consumer<String> notes) {
    try {
      requireOf(of);
      for (long number : store.numbers(STAGE)) {
        Optional<String> fault = fault(number);
        if (fault.isPresent()) {
          notes.accept(fault.get() + "; it is trained again");
          store.drop(STAGE, number);
        }
      }
    } catch (RuntimeException e) {
      store.close();
      throw e;
    }
  }

  private Optional<String> fault(long number) {
    try {
      StoredJob job = store.job(STAGE, Math.toIntExact(number));
      return number < grid.size() && key(job).equals(name(grid.get(job.number())))
          ? Optional.empty()
          : Optional.of("%s: %s is none of the run's".formatted(store.place(), job));
    } catch (StoreFailure e) {
      if (!e.isDamage()) {
        throw e;
      }
      return Optional.of("%s: job %d is damaged".formatted(store.place(), number));
    } catch (ArithmeticException e) {
      return Optional.of("%s: job %d is none of the run's".formatted(store.place(), number));
    }
  }

  private static String key(StoredJob job) {
    return job.task() + " " + job.seed();
  }

  private static String name(Key key) {
    return key.arm().key() + " " + key.seed();
  }

  /** The jobs as such. */
  public JobStore store() {
    return store;
  }

  /** All jobs that the run may have. */
  public List<Key> grid() {
    return grid;
  }

  /** Which job it is. */
  public Key key(int number) {
    return grid.get(number);
  }

  /** Has the first {@code count} jobs of the grid done. */
  public void plan(int count) {
    store
        .connection()
        .transaction(
            () -> {
              for (int i = 0; i < count; i++) {
                store.plan(STAGE, i, grid.get(i).arm().key(), grid.get(i).seed());
              }
              return null;
            });
  }

  /** Takes a job that waits. */
  public Optional<StoredJob> claim() {
    store.owners().takeFromTheDead(WorkerId.present());
    return store.claim(WorkerId.present());
  }

  /** Lets failed jobs be tried again. */
  public void retryFailed() {
    store.retryFailed(STAGE);
  }

  /** Those that have ended since this was last asked, by whomever. */
  public List<StoredJob> ended() {
    long next = store.lastEnded();
    List<StoredJob> ended = new ArrayList<>(store.endedBetween(mark, next));
    ended.removeIf(job -> job.is(JobState.WAITING) || job.is(JobState.RUNNING));
    mark = next;
    return ended;
  }

  @Override
  public void close() {
    store.close();
  }
}
