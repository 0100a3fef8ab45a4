package dev.bottleneck.sweep.search;

import dev.bottleneck.jobs.JobState;
import dev.bottleneck.sweep.trial.Outcome;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * What trials were worth, told so that one that is a thousand times as bad as the others does not
 * hide how they differ: of the better half of those that are complete, whose worst is m, the cost c
 * as (c − m) / σ, with σ² the mean of their (c − m)²; of the k others, which need have no cost,
 * Φ⁻¹(½ + ½ (r − ½) / k) of the rank r among them, the mean of those that are equal. All are then
 * moved and scaled to the mean 0 and the variance 1.
 *
 * <p>Source: Song et al., The Vizier Gaussian Process Bandit Algorithm (2024), its half-rank
 * warping.
 */
final class HalfRankWarping {
  private static final NormalDistribution STANDARD = NormalDistribution.of(0, 1);

  private HalfRankWarping() {}

  /**
   * Of trials from the best to the worst, complete ones first.
   *
   * @param order by which some of them are equal
   * @param cost of a complete one
   */
  static double[] of(
      List<Outcome> ranked, Comparator<Outcome> order, ToDoubleFunction<Outcome> cost) {
    int complete = (int) ranked.stream().filter(trial -> trial.is(JobState.COMPLETE)).count();
    int better = (complete + 1) / 2;
    while (better > 0
        && better < complete
        && order.compare(ranked.get(better - 1), ranked.get(better)) == 0) {
      better++; // what is as good as the worst of the half belongs to it
    }
    double[] costs = ranked.stream().limit(better).mapToDouble(cost).toArray();
    double[] values = Arrays.copyOf(scaled(costs), ranked.size());
    int others = ranked.size() - better;
    for (int from = better; from < values.length; ) {
      int to = from + 1;
      while (to < values.length && order.compare(ranked.get(from), ranked.get(to)) == 0) {
        to++;
      }
      double middle = (from + to) / 2.0 - better;
      double score = STANDARD.inverseCumulativeProbability(0.5 + 0.5 * middle / others);
      Arrays.fill(values, from, to, score);
      from = to;
    }
    return standardised(values);
  }

  private static double[] scaled(double[] costs) {
    double worst = costs.length == 0 ? 0 : costs[costs.length - 1];
    // Halves, as the difference of two finite numbers may be none.
    double[] below = Arrays.stream(costs).map(cost -> cost / 2 - worst / 2).toArray();
    return dividedBy(deviation(below), below);
  }

  private static double[] standardised(double[] values) {
    double mean = Arrays.stream(values).average().orElse(0);
    double[] off = Arrays.stream(values).map(value -> value - mean).toArray();
    return dividedBy(deviation(off), off);
  }

  /** From 0. */
  private static double deviation(double[] values) {
    double greatest = Arrays.stream(values).map(Math::abs).max().orElse(0);
    return greatest
        * Math.sqrt(Arrays.stream(dividedBy(greatest, values)).map(x -> x * x).average().orElse(0));
  }

  private static double[] dividedBy(double deviation, double[] values) {
    return deviation > 0 ? Arrays.stream(values).map(value -> value / deviation).toArray() : values;
  }
}
