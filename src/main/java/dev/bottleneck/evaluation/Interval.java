package dev.bottleneck.evaluation;

import dev.bottleneck.report.Numbers;

/**
 * An estimate with its 95 % confidence interval.
 *
 * @param estimate in the unit of the values
 * @param lower lower end; NaN if there are too few values for an interval of that level
 * @param upper upper end; NaN likewise
 */
public record Interval(double estimate, double lower, double upper) {
  /** An estimate of which nothing more can be said. */
  static Interval none(double estimate) {
    return new Interval(estimate, Double.NaN, Double.NaN);
  }

  /** Whether there is an interval at all. */
  public boolean exists() {
    return !Double.isNaN(lower);
  }

  /** Whether the interval lies wholly on one side of zero. */
  public boolean excludesZero() {
    return lower > 0 || upper < 0;
  }

  /** The interval of the negative quantity. */
  public Interval negated() {
    return new Interval(-estimate, -upper, -lower);
  }

  /**
   * The same with ends within the values that the quantity can have: what it cannot be, it is not,
   * so that nothing is lost of the level.
   */
  public Interval within(double least, double most) {
    return exists() ? new Interval(estimate, Math.max(least, lower), Math.min(most, upper)) : this;
  }

  /** {@code 0.80 (0.59 to 1.01)}, or the estimate alone where there is no interval. */
  public String text(Metric metric) {
    return metric.shown(estimate) + (exists() ? " (" + range(metric) + ")" : "");
  }

  /** The ends as {@code metric} shows them: {@code 0.59 to 1.01}, or "–" where there are none. */
  public String range(Metric metric) {
    return exists() ? metric.shown(lower) + " to " + metric.shown(upper) : Numbers.ABSENT;
  }
}
