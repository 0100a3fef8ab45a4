package dev.bottleneck.sweep;

import dev.bottleneck.evaluation.Metric;
import dev.bottleneck.evaluation.Summary;
import dev.bottleneck.sweep.Trial.Stage;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The winner on the test part. */
final class FinalRuns {
  private FinalRuns() {}

  /** Over the seeds that have ended with a result; empty if there are none. */
  static Optional<Summary> summary(TrialStore store, Objective objective) {
    double[] values = values(store);
    return values.length == 0 ? Optional.empty() : Optional.of(Summary.of(values));
  }

  static double[] values(TrialStore store) {
    return store.trials(Stage.FINAL).stream()
        .filter(trial -> trial.is(TrialState.COMPLETE))
        .mapToDouble(trial -> trial.value().orElseThrow())
        .toArray();
  }

  /** That some of the seeds failed, in a sentence; empty if none did. */
  static Optional<String> failures(TrialStore store) {
    List<Trial> finals = store.trials(Stage.FINAL);
    List<Trial> failed = finals.stream().filter(t -> t.is(TrialState.FAILED)).toList();
    return failed.isEmpty()
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "%d of its %d seeds on test data failed, the first with: %s",
                failed.size(),
                finals.size(),
                failed.get(0).error().orElse("no message")));
  }

  /** The result in a sentence. */
  static String sentence(Summary s, Metric metric) {
    return String.format(
        Locale.ROOT,
        "Its %s over %d %s: %s",
        metric.nameAndUnit(),
        s.n(),
        s.n() == 1 ? "seed" : "seeds",
        s.times(metric.factor()).text(metric.decimals()));
  }
}
