package dev.bottleneck.evaluation;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The Hodges–Lehmann estimate of a difference: the median of the Walsh averages (dᵢ + dⱼ) / 2, i ≤
 * j.
 *
 * <p>Its interval is Wilcoxon's signed-rank test turned round: from the q-th smallest to the q-th
 * largest Walsh average, q the lower 2.5 % quantile of the test's exact distribution, as R's {@code
 * wilcox.test(conf.int = TRUE)} has it. It supposes differences that lie symmetrically about their
 * centre; where they do not, {@link SignTest} is what holds.
 *
 * <p>Hodges and Lehmann, "Estimates of location based on rank tests", Annals of Mathematical
 * Statistics 34, 1963.
 */
final class HodgesLehmann {
  private static final double TAIL = 0.025;

  private HodgesLehmann() {}

  /**
   * The estimate with its 95 % interval, which fewer than six differences do not have; NaN if a
   * difference is not finite.
   */
  static Interval of(double... differences) {
    int n = differences.length;
    if (!Arrays.stream(differences).allMatch(Double::isFinite)) {
      return Interval.none(Double.NaN);
    }
    double[] walsh = walsh(differences);
    int m = walsh.length;
    double estimate = (walsh[(m - 1) / 2] + walsh[m / 2]) / 2;
    int q = quantile(n);
    return q == 0 ? Interval.none(estimate) : new Interval(estimate, walsh[q - 1], walsh[m - q]);
  }

  private static double[] walsh(double[] d) {
    double[] averages = new double[d.length * (d.length + 1) / 2];
    int at = 0;
    for (int i = 0; i < d.length; i++) {
      for (int j = 0; j <= i; j++) {
        averages[at++] = (d[i] + d[j]) / 2;
      }
    }
    Arrays.sort(averages);
    return averages;
  }

  /** The largest q for which P(V⁺ &lt; q) ≤ 2.5 %, V⁺ the rank sum of n differences. */
  static int quantile(int n) {
    double[] probability = RankSums.distribution(IntStream.rangeClosed(1, n).toArray());
    double below = 0;
    int q = 0;
    while (below + probability[q] <= TAIL) {
      below += probability[q++];
    }
    return q;
  }
}
