package dev.bottleneck.sweep.trial;

import dev.bottleneck.jobs.JobState;
import java.util.Comparator;
import java.util.List;

/** Complete trials by their values. */
public final class Ranking {
  private Ranking() {}

  /** The best first; equals in the order of their numbers. */
  public static List<Trial> of(List<Trial> trials, Objective objective) {
    return trials.stream()
        .filter(trial -> trial.is(JobState.COMPLETE))
        .sorted(
            Comparator.comparing((Trial t) -> t.value().orElseThrow(), objective.order())
                .thenComparingInt(Trial::number))
        .toList();
  }
}
