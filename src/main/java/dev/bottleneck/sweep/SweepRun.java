package dev.bottleneck.sweep;

import dev.bottleneck.evaluation.Metric;
import dev.bottleneck.runtime.LogFile;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.study.Failures;
import dev.bottleneck.study.StopRequest;
import dev.bottleneck.sweep.Trial.Stage;
import dev.bottleneck.training.Interrupted;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.LongStream;

/** A sweep carried out by this process, alone or together with others. */
public final class SweepRun {
  /** How often a process without a trial of its own looks whether the others have ended. */
  private static final Duration LOOK = Duration.ofMillis(500);

  private final Sweep sweep;
  private final SweepOptions options;
  private final PrintWriter out;
  private final Path folder;
  private final SharedData data;
  private final WorkerId worker = WorkerId.present();
  private final Search search;
  private volatile String stopped = "";

  /**
   * Reads the sweep.
   *
   * @param nameOrFile a shipped sweep's name, or the path of a YAML file
   * @param out takes what a person should read
   * @throws UserError naming the file, the key and what would be right
   */
  public SweepRun(String nameOrFile, SweepOptions options, PrintWriter out) {
    this.sweep = options.applyTo(ShippedSweeps.open(nameOrFile, options.assignments()));
    this.options = options;
    this.out = out;
    this.folder = options.folder(sweep);
    this.data = new SharedData(options.data());
    this.search = Search.of(sweep);
    SweepChecks.grid(sweep, search);
  }

  /**
   * Runs the sweep until its budget is spent and the winner is measured.
   *
   * @return an exit code
   * @throws UserError if it cannot begin; nothing has been written then
   * @throws Interrupted if the user stopped it; what had finished is in the store
   */
  public int run() {
    Path file = folder.resolve(TrialStore.FILE);
    boolean retryFailed = options.retryFailed();
    boolean begun = Files.exists(file);
    if (begun && !options.resume() && !options.join()) {
      throw new UserError(
          "%s: the sweep was begun already: go on with --resume, work on it together with --join, or give another folder with --out"
              .formatted(file));
    }
    if (!begun && options.resume()) {
      throw new UserError(
          "%s: there is no such file, so nothing to resume: begin without --resume"
              .formatted(file));
    }
    int workers = options.workers();
    Duration deadAfter = options.deadAfter();
    Metric metric = SweepChecks.data(sweep, data);
    if (!begun) {
      SweepChecks.rehearse(sweep, data);
      StoreFormat.create(file, sweep.identity());
    }
    try (TrialStore store = TrialStore.open(folder, deadAfter)) {
      store.requireSweep(sweep.identity());
      requireAlone(store);
      requireOpen(store);
      if (retryFailed) {
        store.retryFailed();
      }
      try (LogFile logFile = LogFile.open(folder.resolve("sweep.log"));
          StopRequest stop = StopRequest.onShutdown();
          Heartbeat heartbeat = new Heartbeat(store, worker, deadAfter)) {
        return run(store, workers, metric);
      }
    }
  }

  private void requireAlone(TrialStore store) {
    if (options.join()) {
      return;
    }
    for (Trial trial : store.running()) {
      throw new UserError(
          "%s: %s is at work on it, heard of %d s ago: join it with --join, or wait until it has ended"
              .formatted(
                  folder.resolve(TrialStore.FILE),
                  trial.worker().orElseThrow().shown(),
                  Duration.between(Instant.ofEpochMilli(trial.heartbeat()), Instant.now())
                      .toSeconds()));
    }
  }

  /** The test part is touched once: by the winner of a search that has ended. */
  private void requireOpen(TrialStore store) {
    int tried = store.trials(Stage.SEARCH).size();
    if (options.asksForMoreThan(tried) && store.searchIsOver()) {
      throw new UserError(
          "--trials is %d, but the winner of %d trials was already measured on test data: begin another sweep with --out"
              .formatted(sweep.budget().trials(), tried));
    }
  }

  private int run(TrialStore store, int workers, Metric metric) {
    SweepProgress progress = new SweepProgress(sweep, metric, workers, out);
    boolean interrupted = false;
    try {
      work(store, workers, progress);
    } catch (Interrupted e) {
      interrupted = true;
    }
    try {
      new SweepFiles(sweep, folder).write(store, metric);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to " + folder, e);
    }
    if (interrupted) {
      throw new Interrupted();
    }
    progress.conclude(store, folder, stopped);
    boolean found = store.standing(sweep.objective()).best().isPresent();
    return stopped.isEmpty() && found ? 0 : Failures.RUN_FAILED;
  }

  /** The search, then the winner's runs on the test part. */
  private void work(TrialStore store, int workers, SweepProgress progress) {
    Pruner pruner = Pruner.of(sweep.pruning());
    TrialRunner runner = new TrialRunner(sweep, data, store, pruner);
    Instant deadline = deadline();
    long mark = store.lastEnded();
    Supplier<Optional<Trial>> claim =
        () -> stopped.isEmpty() ? store.claim(worker, planner(deadline)) : Optional.empty();
    Runnable all =
        () ->
            untilNobodyWorks(
                store,
                () ->
                    new Workers(workers)
                        .run(
                            claim,
                            trial -> {
                              runner.run(trial);
                              stopAfterFailures(store, mark);
                              progress.ended(store, trial);
                            }));
    all.run();
    Optional<Trial> best = store.standing(sweep.objective()).best();
    if (stopped.isEmpty() && best.isPresent() && sweep.finalSeeds() > 0) {
      store.closeSearch(best.get().proposal(), finalSeeds());
      all.run();
    }
  }

  private List<Long> finalSeeds() {
    long first = sweep.firstFinalSeed();
    return LongStream.range(first, first + sweep.finalSeeds()).boxed().toList();
  }

  private Instant deadline() {
    double minutes = sweep.budget().minutes();
    return minutes == 0
        ? Instant.MAX
        : Instant.now().plusMillis(Math.round(minutes * Duration.ofMinutes(1).toMillis()));
  }

  private TrialStore.Planner planner(Instant deadline) {
    return (number, earlier) ->
        number < sweep.budget().trials() && Instant.now().isBefore(deadline)
            ? search
                .propose(number, earlier)
                .map(proposal -> new TrialStore.Plan(proposal, sweep.firstSeed(number)))
            : Optional.empty();
  }

  /** Works, and works again on what another process leaves behind when it dies. */
  private void untilNobodyWorks(TrialStore store, Runnable work) {
    work.run();
    while (stopped.isEmpty() && !store.running().isEmpty()) {
      try {
        Thread.sleep(LOOK.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new Interrupted();
      }
      work.run();
    }
  }

  private void stopAfterFailures(TrialStore store, long mark) {
    int most = sweep.failuresInARow();
    List<Trial> last = store.endedAfter(mark, most);
    if (last.size() == most && last.stream().allMatch(trial -> trial.is(TrialState.FAILED))) {
      stopped =
          "%d trials in a row failed, the last with: %s"
              .formatted(most, last.get(0).error().orElse("no message"));
    }
  }
}
