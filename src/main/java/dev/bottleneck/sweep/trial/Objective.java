package dev.bottleneck.sweep.trial;

import dev.bottleneck.evaluation.Metric;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;

/**
 * What a sweep looks for: the mean over a trial's seeds of one measure on the validation part.
 *
 * @param metric the measure's name in the experiment's results
 * @param arm the arm of the experiment that is trained; empty for its only one
 */
public record Objective(String metric, Goal goal, String arm) {
  /** Which values are the better ones. */
  public enum Goal {
    MIN,
    MAX;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The better value first. */
  Comparator<Double> order() {
    return goal == Goal.MIN ? Comparator.naturalOrder() : Comparator.reverseOrder();
  }

  /** The value as something to be made small. */
  public double cost(double value) {
    return goal == Goal.MIN ? value : -value;
  }

  /**
   * How readers are shown it: as the experiment's headline if it is that, else as it is.
   *
   * @param part of the data
   */
  public Metric shown(Metric headline, String part) {
    Metric found =
        headline.key().equals(metric)
            ? headline
            : new Metric(metric, metric, "", "", 1, 4, goal == Goal.MIN);
    return found.of(part);
  }

  /** The measure among {@code measures}; NaN if it is not there. */
  double of(Map<String, Double> measures) {
    return measures.getOrDefault(metric, Double.NaN);
  }
}
