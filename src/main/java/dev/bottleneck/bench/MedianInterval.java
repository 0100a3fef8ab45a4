package dev.bottleneck.bench;

import org.apache.commons.statistics.distribution.BinomialDistribution;

/**
 * A median with an interval between two of the values, which holds the population's at 95 % at the
 * least, whatever the distribution.
 *
 * <p>Source: Conover, Practical Nonparametric Statistics, section 3.2: the ranks are quantiles of
 * the binomial distribution of n and ½.
 */
record MedianInterval(double median, double low, double high) {
  private static final double TAIL = 0.025;

  /**
   * Of some values.
   *
   * @param sorted at least two, the lowest first
   */
  static MedianInterval of(double[] sorted) {
    int n = sorted.length;
    double middle = (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
    // The greatest rank such that fewer than so many lie below the median at 2.5 % at the most.
    int rank = BinomialDistribution.of(n, 0.5).inverseCumulativeProbability(TAIL);
    if (BinomialDistribution.of(n, 0.5).cumulativeProbability(rank) > TAIL) {
      rank--;
    }
    int index = Math.max(0, rank);
    return new MedianInterval(middle, sorted[index], sorted[n - 1 - index]);
  }
}
