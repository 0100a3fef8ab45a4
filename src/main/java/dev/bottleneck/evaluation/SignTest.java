package dev.bottleneck.evaluation;

import java.util.Arrays;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.apache.commons.statistics.inference.BinomialTest;

/**
 * Whether a difference is as often positive as negative, whatever its distribution.
 *
 * <p>Under the null hypothesis the number of positive differences is Binomial(n, ½), n without
 * those that are zero; the p-value is exact and two-sided (Dixon and Mood, "The statistical sign
 * test", JASA 41, 1946). Neither two modes nor heavy tails change its level: only signs count. The
 * interval of the median is that of order statistics, d₍ₖ₎ to d₍ₙ₊₁₋ₖ₎ with the largest k for which
 * P(Binomial(n, ½) &lt; k) ≤ 2.5 % (Thompson, "On confidence ranges for the median and other
 * expectation distributions", Annals of Mathematical Statistics 7, 1936).
 *
 * @param positive differences above zero; a difference may be infinite
 * @param negative differences below zero
 * @param n all differences, with those that are zero
 * @param pValue two-sided, in [0, 1]; NaN if no difference is other than zero
 * @param median of the differences, with its exact 95 % interval; without one below six differences
 */
public record SignTest(int positive, int negative, int n, double pValue, Interval median) {
  private static final double TAIL = 0.025;

  /**
   * Tests {@code differences}, none of which may be NaN.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static SignTest of(double... differences) {
    if (differences.length == 0) {
      throw new IllegalArgumentException("a sign test needs at least one difference");
    }
    int positive = (int) Arrays.stream(differences).filter(d -> d > 0).count();
    int negative = (int) Arrays.stream(differences).filter(d -> d < 0).count();
    return new SignTest(
        positive,
        negative,
        differences.length,
        pValue(positive, negative),
        median(differences.clone()));
  }

  /** The p-value of so many positive and negative differences; NaN of none. */
  static double pValue(int positive, int negative) {
    int n = positive + negative;
    return n == 0 ? Double.NaN : BinomialTest.withDefaults().test(n, positive, 0.5).getPValue();
  }

  /**
   * The fewest seeds that can show a difference at {@code level} when {@code family} comparisons
   * are corrected for: 2 · family / 2ⁿ &lt; level.
   */
  public static int fewest(double level, int family) {
    int n = 1;
    while (family * Math.scalb(2.0, -n) >= level) {
      n++;
    }
    return n;
  }

  private static Interval median(double[] d) {
    Arrays.sort(d);
    int n = d.length;
    double low = d[(n - 1) / 2];
    double high = d[n / 2];
    double median = low == high ? low : low / 2 + high / 2;
    int k = BinomialDistribution.of(n, 0.5).inverseCumulativeProbability(TAIL);
    if (BinomialDistribution.of(n, 0.5).cumulativeProbability(k) <= TAIL) {
      k++;
    }
    return k == 0 ? Interval.none(median) : new Interval(median, d[k - 1], d[n - k]);
  }
}
