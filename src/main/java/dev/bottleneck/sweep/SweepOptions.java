package dev.bottleneck.sweep;

import dev.bottleneck.device.Machine;
import dev.bottleneck.jobs.JobOptions;
import dev.bottleneck.jobs.StorePlace;
import dev.bottleneck.runtime.Require;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.sweep.definition.SweepDefinition;
import dev.bottleneck.sweep.store.TrialStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How a sweep is carried out.
 *
 * @param assignments {@code key=value} of the experiment, over those of the sweep's file
 * @param trials the budget; empty for the file's
 * @param workers trials trained side by side; empty for as many as there are cores, or GPUs
 * @param out where its folder lies
 * @param store the database that its trials are in, as JDBC takes it; empty for a file in its
 *     folder
 * @param jobs how its trials are carried out
 * @param entry how this process comes to the sweep
 * @param retryFailed whether trials that failed are tried again
 */
public record SweepOptions(
    List<String> assignments,
    OptionalInt trials,
    OptionalInt workers,
    Path out,
    Optional<String> store,
    JobOptions jobs,
    Entry entry,
    boolean retryFailed) {
  /** Where sweeps go unless told otherwise. */
  public static final Path DEFAULT_ROOT = Path.of("results", "sweeps");

  /** How a process comes to a sweep. */
  public enum Entry {
    /** It begins one. */
    BEGIN,
    /** It goes on with one that was stopped. */
    RESUME,
    /** It works on one together with other processes, the first of which begins it. */
    JOIN,
    /** It does so, and leaves the sweep's files to them. */
    WORK
  }

  /**
   * Checks all of it.
   *
   * @throws UserError naming what is wrong as the command line calls it
   */
  public SweepOptions {
    assignments = List.copyOf(assignments);
    trials.ifPresent(count -> Require.atLeast("--trials", count, 1));
    workers.ifPresent(count -> Require.atLeast("--workers", count, 1));
    if (retryFailed && entry == Entry.BEGIN) {
      throw new UserError("--retry-failed goes with --resume or --join: a new sweep has no trials");
    }
  }

  /** Those of a sweep begun anew, as this process's environment has them. */
  public static SweepOptions defaults() {
    return new SweepOptions(
        List.of(),
        OptionalInt.empty(),
        OptionalInt.empty(),
        DEFAULT_ROOT,
        Optional.empty(),
        JobOptions.defaults(),
        Entry.BEGIN,
        false);
  }

  public SweepOptions withAssignments(List<String> its) {
    return new SweepOptions(its, trials, workers, out, store, jobs, entry, retryFailed);
  }

  public SweepOptions withTrials(int count) {
    return new SweepOptions(
        assignments, OptionalInt.of(count), workers, out, store, jobs, entry, retryFailed);
  }

  public SweepOptions withWorkers(int count) {
    return new SweepOptions(
        assignments, trials, OptionalInt.of(count), out, store, jobs, entry, retryFailed);
  }

  public SweepOptions withOut(Path folder) {
    return new SweepOptions(assignments, trials, workers, folder, store, jobs, entry, retryFailed);
  }

  public SweepOptions withStore(String url) {
    return new SweepOptions(
        assignments, trials, workers, out, Optional.of(url), jobs, entry, retryFailed);
  }

  public SweepOptions withJobs(JobOptions its) {
    return new SweepOptions(assignments, trials, workers, out, store, its, entry, retryFailed);
  }

  /**
   * The same for a process that comes to the sweep so.
   *
   * @param retry whether trials that failed are tried again
   */
  public SweepOptions entering(Entry how, boolean retry) {
    return new SweepOptions(assignments, trials, workers, out, store, jobs, how, retry);
  }

  boolean joins() {
    return entry == Entry.JOIN || entry == Entry.WORK;
  }

  /** Whether this process writes the sweep's files. */
  boolean writes() {
    return entry != Entry.WORK;
  }

  int workerCount() {
    return workers.orElseGet(() -> Machine.parallelTrainings(1));
  }

  SweepDefinition applyTo(SweepDefinition sweep) {
    return (trials.isEmpty() ? sweep : sweep.withTrials(trials.getAsInt())).requireFewEnough();
  }

  /** Whether a budget is asked for that is more than {@code count}. */
  boolean asksForMoreThan(int count) {
    return trials.isPresent() && trials.getAsInt() > count;
  }

  Path folder(SweepDefinition sweep) {
    return out.resolve(sweep.name());
  }

  /** Where its trials are. */
  StorePlace place(SweepDefinition sweep) {
    return store
        .map(
            url ->
                entry == Entry.WORK
                    ? StorePlace.awaitedDatabase(url, sweep.name())
                    : StorePlace.database(url, sweep.name()))
        .orElseGet(() -> TrialStore.in(folder(sweep)));
  }
}
