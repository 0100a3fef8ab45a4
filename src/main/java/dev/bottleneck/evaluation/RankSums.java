package dev.bottleneck.evaluation;

import java.util.Arrays;

/** The distribution of a sum of ranks, each of which counts with probability ½, counted out. */
final class RankSums {
  private RankSums() {}

  /** P(Σ rᵢ·Bᵢ = v) for v from 0 to Σ rᵢ, with fair coins Bᵢ. */
  static double[] distribution(int... ranks) {
    double[] probability = new double[Arrays.stream(ranks).sum() + 1];
    probability[0] = 1;
    int most = 0;
    for (int rank : ranks) {
      most += rank;
      for (int sum = most; sum >= 0; sum--) {
        double with = sum >= rank ? probability[sum - rank] : 0;
        probability[sum] = 0.5 * (probability[sum] + with);
      }
    }
    return probability;
  }
}
