package dev.bottleneck.sweep;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Complete trials by their values. */
final class Best {
  private Best() {}

  /** The best; of equals the first. */
  static Optional<Trial> of(List<Trial> trials, Objective objective) {
    return ranked(trials, objective).stream().findFirst();
  }

  /** The best first; equals in the order of their numbers. */
  static List<Trial> ranked(List<Trial> trials, Objective objective) {
    return trials.stream()
        .filter(trial -> trial.is(TrialState.COMPLETE))
        .sorted(
            Comparator.comparing((Trial t) -> t.value().orElseThrow(), objective.order())
                .thenComparingInt(Trial::number))
        .toList();
  }
}
