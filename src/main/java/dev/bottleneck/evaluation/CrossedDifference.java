package dev.bottleneck.evaluation;

import java.util.List;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * The mean difference of two classifiers' errors, for seeds and examples that were not seen.
 *
 * <p>Seeds alone tell how sure a difference is on these test examples. With e(i, j) = 1 where on
 * seed i only a errs on example j, −1 where only b does, and 0 else, the mean over both is random
 * in both: e(i, j) = μ + seed(i) + example(j) + rest(i, j), of which the analysis of variance gives
 * Var(ē) = (MS(seeds) + MS(examples) − MS(rest)) / (n·N) (Searle, Casella and McCulloch, "Variance
 * components", 1992, chapter 4: two crossed random factors, one observation a cell). The interval
 * is ē ± t(0.975, n − 1) √Var.
 *
 * <p>It takes the place of McNemar's test, which speaks of two trained networks (Dietterich, Neural
 * Computation 10, 1998): its count of discordant examples is the difference on one seed.
 */
public final class CrossedDifference {
  private static final double TAIL = 0.025;

  private CrossedDifference() {}

  /**
   * The mean of a's error minus b's with its 95 % interval; without one for one seed.
   *
   * @param correctA for each seed whether each example was right; arrays of one length
   * @param correctB the same seeds and examples
   * @throws IllegalArgumentException if seeds or examples differ in number or there are none
   */
  public static Interval of(List<boolean[]> correctA, List<boolean[]> correctB) {
    int n = correctA.size();
    int examples = n == 0 ? 0 : correctA.get(0).length;
    if (n == 0 || examples == 0 || correctB.size() != n) {
      throw new IllegalArgumentException(
          "two classifiers are compared on the same seeds: %d and %d given"
              .formatted(n, correctB.size()));
    }
    double[] ofSeed = new double[n];
    double[] ofExample = new double[examples];
    double squares = 0;
    double sum = 0;
    for (int i = 0; i < n; i++) {
      boolean[] a = correctA.get(i);
      boolean[] b = correctB.get(i);
      if (a.length != examples || b.length != examples) {
        throw new IllegalArgumentException(
            "two classifiers are compared on the same examples: %d, %d and %d given"
                .formatted(examples, a.length, b.length));
      }
      for (int j = 0; j < examples; j++) {
        int e = a[j] == b[j] ? 0 : b[j] ? 1 : -1;
        ofSeed[i] += e;
        ofExample[j] += e;
        squares += e * e;
        sum += e;
      }
    }
    return interval(ofSeed, ofExample, squares, sum);
  }

  /** From the sums over each seed and each example. */
  private static Interval interval(
      double[] ofSeed, double[] ofExample, double squares, double sum) {
    int n = ofSeed.length;
    int examples = ofExample.length;
    double cells = (double) n * examples;
    double mean = sum / cells;
    if (n == 1 || examples == 1) {
      return Interval.none(mean);
    }
    double correction = sum * mean;
    double seeds = ofSquares(ofSeed) / examples - correction;
    double columns = ofSquares(ofExample) / n - correction;
    double rest = squares - correction - seeds - columns;
    double variance =
        seeds / (n - 1) + columns / (examples - 1) - rest / ((n - 1.0) * (examples - 1));
    double half =
        TDistribution.of(n - 1).inverseSurvivalProbability(TAIL)
            * Math.sqrt(Math.max(0, variance) / cells);
    return new Interval(mean, mean - half, mean + half);
  }

  private static double ofSquares(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value * value;
    }
    return sum;
  }
}
