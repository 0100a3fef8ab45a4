package dev.bottleneck.evaluation;

import dev.bottleneck.report.Numbers;
import java.util.EnumSet;
import org.apache.commons.statistics.descriptive.DoubleStatistics;
import org.apache.commons.statistics.descriptive.Quantile;
import org.apache.commons.statistics.descriptive.Quantile.EstimationMethod;
import org.apache.commons.statistics.descriptive.Statistic;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * What several seeds say about one number.
 *
 * <p>The interval of the mean is Student's: mean ± t(0.975, n − 1) · s / √n (Student, "The probable
 * error of a mean", Biometrika 6, 1908). It supposes that the seeds are independent and roughly
 * normal. With one seed there is neither spread nor interval: those are NaN, and are shown as "–".
 * Quartiles are interpolated linearly (Hyndman and Fan's definition 7, R's default).
 *
 * @param n number of seeds
 * @param mean arithmetic mean, in the unit of the values; NaN if any value is NaN
 * @param standardDeviation of the sample, with divisor n − 1
 * @param lower lower end of the 95 % confidence interval of the mean
 * @param upper upper end of the 95 % confidence interval of the mean
 * @param quartiles the values below which a quarter, a half and three quarters lie
 * @param min smallest value
 * @param max largest value
 */
public record Summary(
    int n,
    double mean,
    double standardDeviation,
    double lower,
    double upper,
    Quartiles quartiles,
    double min,
    double max) {

  private static final double TAIL = 0.025;

  /** The quarters of a sample. */
  public record Quartiles(double first, double median, double third) {
    private Quartiles times(double factor) {
      return new Quartiles(
          factor * (factor < 0 ? third : first),
          factor * median,
          factor * (factor < 0 ? first : third));
    }
  }

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
    double[] q =
        // Without a copy the caller's values would be put in another order.
        Quantile.withDefaults()
            .withCopy(true)
            .with(EstimationMethod.HF7)
            .evaluate(values, 0.25, 0.5, 0.75);
    double mean = statistics.getAsDouble(Statistic.MEAN);
    double deviation = n == 1 ? Double.NaN : statistics.getAsDouble(Statistic.STANDARD_DEVIATION);
    double half =
        n == 1
            ? Double.NaN
            : TDistribution.of(n - 1).inverseSurvivalProbability(TAIL) * deviation / Math.sqrt(n);
    return new Summary(
        n,
        mean,
        deviation,
        mean - half,
        mean + half,
        new Quartiles(q[0], q[1], q[2]),
        statistics.getAsDouble(Statistic.MIN),
        statistics.getAsDouble(Statistic.MAX));
  }

  /** The mean with Student's interval of 99 %; without one for one seed. */
  Interval ofMeanAt99() {
    double half =
        n == 1
            ? Double.NaN
            : TDistribution.of(n - 1).inverseSurvivalProbability(0.005)
                * standardDeviation
                / Math.sqrt(n);
    return new Interval(mean, mean - half, mean + half);
  }

  /** The mean with its interval. */
  public Interval ofMean() {
    return new Interval(mean, lower, upper);
  }

  /**
   * The same with the mean's interval within the values that the quantity can have: a mean outside
   * is none, so that nothing is lost of the level.
   */
  public Summary within(double least, double most) {
    Interval bounded = ofMean().within(least, most);
    return new Summary(
        n, mean, standardDeviation, bounded.lower(), bounded.upper(), quartiles, min, max);
  }

  /** The summary of the values times {@code factor}: 100 turns fractions into per cent. */
  public Summary times(double factor) {
    boolean turned = factor < 0;
    return new Summary(
        n,
        factor * mean,
        Math.abs(factor) * standardDeviation,
        factor * (turned ? upper : lower),
        factor * (turned ? lower : upper),
        quartiles.times(factor),
        factor * (turned ? max : min),
        factor * (turned ? min : max));
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
