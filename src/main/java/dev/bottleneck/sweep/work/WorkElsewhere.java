package dev.bottleneck.sweep.work;

import dev.bottleneck.jobs.Time;
import dev.bottleneck.runtime.Interrupted;
import dev.bottleneck.sweep.definition.SweepDefinition;
import dev.bottleneck.sweep.store.TrialStore;
import dev.bottleneck.sweep.trial.Trial;
import dev.bottleneck.sweep.trial.Trial.Stage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What others do of a sweep, followed in its store. */
public final class WorkElsewhere implements Work {
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final Workforce force;
  private final SweepDefinition sweep;
  private final TrialStore store;
  private final SweepProgress progress;
  private final Path folder;
  private final Time time;
  private long mark;
  private String stopped = "";

  public WorkElsewhere(
      Workforce force,
      SweepDefinition sweep,
      TrialStore store,
      SweepProgress progress,
      Path folder,
      Time time) {
    this.force = force;
    this.sweep = sweep;
    this.store = store;
    this.progress = progress;
    this.folder = folder;
    this.time = time;
    this.mark = store.jobs().lastEnded();
  }

  @Override
  public void run() {
    Optional<String> failure;
    try (Workforce.AtWork workers = force.start(sweep, folder, progress::tell)) {
      while (!workers.haveLeft()) {
        look();
        time.pause(LOOK);
      }
      failure = workers.failure();
    } catch (InterruptedException e) {
      throw new Interrupted();
    }
    look();
    stopped = isDone() ? "" : failure.map(why -> "the workers have left: " + why).orElse("");
  }

  /** Whether nothing was left to do, whatever became of single workers. */
  private boolean isDone() {
    return !store.jobs().hasUnfinished()
        && (store.searchIsOver() || store.trials(Stage.SEARCH).size() >= sweep.budget().trials())
        && new AfterSearch(sweep).next(store).isEmpty();
  }

  private void look() {
    long last = store.jobs().lastEnded();
    List<Trial> ended =
        store.jobs().endedBetween(mark, last).stream()
            .map(job -> store.trial(Stage.of(job), job.number()))
            .toList();
    if (!ended.isEmpty()) {
      progress.ended(store, ended);
    }
    mark = last;
  }

  @Override
  public String stopped() {
    return stopped;
  }
}
