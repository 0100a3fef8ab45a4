package dev.bottleneck.sweep.work;

import dev.bottleneck.jobs.JobState;
import dev.bottleneck.jobs.JobWorkers;
import dev.bottleneck.jobs.Time;
import dev.bottleneck.jobs.WorkerId;
import dev.bottleneck.sweep.definition.SweepDefinition;
import dev.bottleneck.sweep.pruning.Pruner;
import dev.bottleneck.sweep.search.Search;
import dev.bottleneck.sweep.store.TrialQueue;
import dev.bottleneck.sweep.store.TrialStore;
import dev.bottleneck.sweep.trial.Trial;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What one process does of a sweep whose store is open. */
public final class SweepWork implements Work {
  private final SweepDefinition sweep;
  private final TrialStore store;
  private final SweepProgress progress;
  private final JobWorkers workers;
  private final TrialQueue queue;
  private final TrialRunner runner;
  private final WorkerId worker = WorkerId.present();
  private final Time time;
  private final long begun;
  private final long mark;
  private volatile String stopped = "";

  public SweepWork(
      SweepDefinition sweep,
      SharedData data,
      TrialStore store,
      SweepProgress progress,
      JobWorkers workers,
      TrialCheckpoints checkpoints,
      Time time) {
    this.sweep = sweep;
    this.store = store;
    this.progress = progress;
    this.workers = workers;
    Pruner pruner = Pruner.of(sweep.pruning());
    TrialQueue.Promoter promoter =
        pruner.promotes()
            ? losses -> timeIsUp() ? Optional.empty() : pruner.promotable(losses)
            : TrialQueue.Promoter.NONE;
    this.queue =
        new TrialQueue(
            store,
            promoter,
            new SearchPlanner(
                sweep,
                Search.of(sweep),
                number -> number < sweep.budget().trials() && !timeIsUp()));
    this.runner = new TrialRunner(sweep, data, store, pruner, checkpoints, progress::tell);
    this.time = time;
    this.begun = time.nanoTime();
    this.mark = store.jobs().lastEnded();
  }

  private boolean timeIsUp() {
    double minutes = (time.nanoTime() - begun) / (double) Duration.ofMinutes(1).toNanos();
    return sweep.budget().minutes() > 0 && minutes >= sweep.budget().minutes();
  }

  @Override
  public void run() {
    AfterSearch course = new AfterSearch(sweep);
    do {
      untilNoneIsLeft();
    } while (stopped.isEmpty() && !queue.close(course));
  }

  @Override
  public String stopped() {
    return stopped;
  }

  private void untilNoneIsLeft() {
    workers.run(
        this::work,
        trial -> progress.ended(store, trial),
        () -> {},
        () -> stopped.isEmpty() && store.jobs().hasUnfinished());
  }

  private Optional<Trial> claim() {
    return stopped.isEmpty() ? queue.claim(worker) : Optional.empty();
  }

  private Optional<Trial> work() {
    Optional<Trial> claimed = claim();
    claimed.ifPresent(
        trial -> {
          workers.gpu().ifPresent(gpu -> store.owners().tellGpu(trial.job(), gpu));
          runner.run(trial);
          stopAfterFailures();
        });
    return claimed;
  }

  private void stopAfterFailures() {
    int most = sweep.failuresInARow();
    List<Trial> last = store.endedAfter(mark, most);
    if (last.size() == most && last.stream().allMatch(t -> t.is(JobState.FAILED))) {
      stopped =
          String.format(
              Locale.ROOT,
              "%d trials in a row failed, the last with: %s",
              most,
              last.get(0).error().orElse("no message"));
    }
  }
}
