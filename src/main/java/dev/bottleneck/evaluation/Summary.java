package dev.bottleneck.evaluation;

import dev.bottleneck.report.Numbers;
import java.util.EnumSet;
import org.apache.commons.statistics.descriptive.DoubleStatistics;
import org.apache.commons.statistics.descriptive.Statistic;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * What several seeds say about one number.
 *
 * <p>The interval is Student's: mean ± t(0.975, n − 1) · s / √n (Student, "The probable error of a
 * mean", Biometrika 6, 1908). It supposes that the seeds are independent and roughly normal. With
 * one seed there is neither spread nor interval: those are NaN, and are shown as "–".
 *
 * @param n number of seeds
 * @param mean arithmetic mean, in the unit of the values; NaN if any value is NaN
 * @param standardDeviation of the sample, with divisor n − 1
 * @param lower lower end of the 95 % confidence interval of the mean
 * @param upper upper end of the 95 % confidence interval of the mean
 * @param min smallest value
 * @param max largest value
 */
public record Summary(
    int n,
    double mean,
    double standardDeviation,
    double lower,
    double upper,
    double min,
    double max) {

  private static final double TAIL = 0.025;

  /**
   * Summarises one value per seed.
   *
   * @throws IllegalArgumentException if there is no value
   */
  public static Summary of(double... values) {
    int n = values.length;
    if (n == 0) {
      throw new IllegalArgumentException("a summary needs at least one value");
    }
    DoubleStatistics statistics =
        DoubleStatistics.of(
            EnumSet.of(Statistic.MEAN, Statistic.STANDARD_DEVIATION, Statistic.MIN, Statistic.MAX),
            values);
    double mean = statistics.getAsDouble(Statistic.MEAN);
    double min = statistics.getAsDouble(Statistic.MIN);
    double max = statistics.getAsDouble(Statistic.MAX);
    if (n == 1) {
      return new Summary(1, mean, Double.NaN, Double.NaN, Double.NaN, min, max);
    }
    double deviation = statistics.getAsDouble(Statistic.STANDARD_DEVIATION);
    double half =
        TDistribution.of(n - 1).inverseSurvivalProbability(TAIL) * deviation / Math.sqrt(n);
    return new Summary(n, mean, deviation, mean - half, mean + half, min, max);
  }

  /** The summary of the values times {@code factor}: 100 turns fractions into per cent. */
  public Summary times(double factor) {
    double low = factor < 0 ? upper : lower;
    double high = factor < 0 ? lower : upper;
    double least = factor < 0 ? max : min;
    double most = factor < 0 ? min : max;
    return new Summary(
        n,
        factor * mean,
        Math.abs(factor) * standardDeviation,
        factor * low,
        factor * high,
        factor * least,
        factor * most);
  }

  /** Mean and interval for a table: {@code 1.42 (1.31 to 1.53)}, or the mean alone for one seed. */
  public String text(int decimals) {
    String centre = Numbers.fixed(mean, decimals);
    return Double.isNaN(lower) ? centre : centre + " (" + interval(decimals) + ")";
  }

  /** The interval: {@code 1.31 to 1.53}, or "–" where there is none. */
  public String interval(int decimals) {
    return Double.isNaN(lower)
        ? Numbers.ABSENT
        : Numbers.fixed(lower, decimals) + " to " + Numbers.fixed(upper, decimals);
  }
}
