package dev.bottleneck.sweep.store;

import dev.bottleneck.jobs.JobState;
import dev.bottleneck.jobs.StoredJob.Ending;
import dev.bottleneck.jobs.WorkerId;
import dev.bottleneck.sweep.trial.Trial;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Ends trials without training them. */
public final class Ends {
  private Ends() {}

  /** Whether the trial was still its worker's own. */
  public static boolean complete(
      TrialStore store,
      Trial trial,
      Map<String, List<Double>> measures,
      double value,
      double seconds) {
    return store.jobs().end(trial.job(), TrialStore.complete(measures, value), seconds);
  }

  /** The same of one seed with one measure, that of the objective. */
  public static boolean complete(TrialStore store, Trial trial, String measure, double value) {
    return complete(store, trial, Map.of(measure, List.of(value)), value, 1);
  }

  /** The same without a result. */
  public static boolean end(
      TrialStore store, Trial trial, JobState state, String why, double seconds) {
    return store
        .jobs()
        .end(
            trial.job(),
            state == JobState.PRUNED ? Ending.pruned(why) : Ending.failed(why),
            seconds);
  }

  /** Takes trials until none is left, and ends each as {@code end} does. */
  public static void all(TrialQueue queue, Consumer<Trial> end) {
    for (Optional<Trial> trial = queue.claim(WorkerId.present());
        trial.isPresent();
        trial = queue.claim(WorkerId.present())) {
      end.accept(trial.get());
    }
  }

  /** Gives the trial back. */
  public static void release(TrialStore store, Trial trial) {
    store.jobs().release(trial.job());
  }
}
