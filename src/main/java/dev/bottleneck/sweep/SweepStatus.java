package dev.bottleneck.sweep;

import dev.bottleneck.evaluation.Metric;
import java.util.List;
import java.util.Locale;

/** How far a sweep is, in words. */
final class SweepStatus {
  private SweepStatus() {}

  /** Such as "12 of 60: 9 complete, 2 pruned, 1 failed; best ...; about 3 min left". */
  static String line(
      List<Trial> trials, int budget, Objective objective, Metric metric, int workers) {
    long ended = trials.stream().filter(t -> t.state().ended()).count();
    return "%d of %d: %d complete, %d pruned, %d failed%s%s"
        .formatted(
            ended,
            budget,
            count(trials, TrialState.COMPLETE),
            count(trials, TrialState.PRUNED),
            count(trials, TrialState.FAILED),
            Best.of(trials, objective).map(best -> "; best " + best(best, metric)).orElse(""),
            left(trials, budget - ended, workers));
  }

  /** Such as "validation loss 0.2731 with code=64 (trial 7)". */
  static String best(Trial trial, Metric metric) {
    return "%s %s with %s (trial %d)"
        .formatted(
            metric.name(),
            metric.value(trial.value().orElseThrow()),
            trial.parametersText(),
            trial.number());
  }

  private static long count(List<Trial> trials, TrialState state) {
    return trials.stream().filter(t -> t.is(state)).count();
  }

  /** By the mean time of the trials that have ended. */
  private static String left(List<Trial> trials, long remaining, int workers) {
    double mean =
        trials.stream()
            .filter(t -> t.state().ended())
            .mapToDouble(Trial::seconds)
            .average()
            .orElse(0);
    double seconds = mean * remaining / workers;
    if (remaining <= 0 || seconds == 0) {
      return "";
    }
    return "; about %s left".formatted(duration(seconds));
  }

  private static String duration(double seconds) {
    if (seconds < 100) {
      return String.format(Locale.ROOT, "%.0f s", Math.ceil(seconds));
    }
    return seconds < 100 * 60
        ? String.format(Locale.ROOT, "%.0f min", seconds / 60)
        : String.format(Locale.ROOT, "%.1f h", seconds / 3_600);
  }
}
