package dev.bottleneck.evaluation;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.commons.statistics.inference.PValueMethod;
import org.apache.commons.statistics.inference.WilcoxonSignedRankTest;
import org.apache.commons.statistics.ranking.NaturalRanking;

/**
 * Wilcoxon's signed-rank test, exact also with ties.
 *
 * <p>Under the null hypothesis each difference is as likely positive as negative, so that V⁺, the
 * sum of the ranks of the positive ones, is distributed as Σ rᵢ·Bᵢ with fair coins Bᵢ. Without ties
 * the ranks are 1…n, and Commons Statistics gives the p-value. Test errors are multiples of
 * 1/images and do tie; there Commons offers only the normal approximation, which is poor for ten
 * seeds, so that the distribution is counted out over the mid-ranks at hand. Zero differences are
 * left out, as Wilcoxon did and R does.
 *
 * <p>Wilcoxon, "Individual comparisons by ranking methods", Biometrics Bulletin 1, 1945.
 */
final class SignedRank {
  private SignedRank() {}

  /** Two-sided p-value in [0, 1]; NaN if no difference is left, or one is NaN. */
  static double pValue(double[] differences) {
    if (Arrays.stream(differences).anyMatch(Double::isNaN)) {
      return Double.NaN;
    }
    double[] z = Arrays.stream(differences).filter(d -> d != 0).toArray();
    if (z.length == 0) {
      return Double.NaN;
    }
    double[] size = Arrays.stream(z).map(Math::abs).toArray();
    boolean ties = Arrays.stream(size).distinct().count() < size.length;
    boolean infinite = Arrays.stream(size).anyMatch(Double::isInfinite);
    return ties || infinite ? counted(z, size) : exact(z);
  }

  private static double exact(double[] z) {
    return WilcoxonSignedRankTest.withDefaults().with(PValueMethod.EXACT).test(z).getPValue();
  }

  private static double counted(double[] z, double[] size) {
    double[] ranks = new NaturalRanking().apply(size);
    // Mid-ranks are halves: twice the rank is whole.
    int[] twice = Arrays.stream(ranks).mapToInt(rank -> (int) Math.round(2 * rank)).toArray();
    double[] probability = RankSums.distribution(twice);
    int total = probability.length - 1;
    int positive = IntStream.range(0, z.length).filter(i -> z[i] > 0).map(i -> twice[i]).sum();
    // The distribution is symmetric, so that the smaller tail stands for both.
    int tail = Math.min(positive, total - positive);
    double below = 0;
    for (int sum = 0; sum <= tail; sum++) {
      below += probability[sum];
    }
    return Math.min(1, 2 * below);
  }
}
