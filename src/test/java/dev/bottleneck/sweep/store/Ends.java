package dev.bottleneck.sweep.store;

import dev.bottleneck.jobs.JobState;
import dev.bottleneck.jobs.StoredJob.Ending;
import dev.bottleneck.sweep.trial.Trial;
import java.util.List;
import java.util.Map;

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

  /** Gives the trial back. */
  public static void release(TrialStore store, Trial trial) {
    store.jobs().release(trial.job());
  }
}
