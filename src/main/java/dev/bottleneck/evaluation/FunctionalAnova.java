package dev.bottleneck.evaluation;

import dev.bottleneck.evaluation.RegressionTree.Leaf;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;

/**
 * Which inputs a quantity depends on: the share of its variance over the unit cube that each input
 * explains by itself, as a forest of regression trees has learned the quantity.
 *
 * <p>Of a tree with leaves L, volume |L| and mean c(L), the variance is V = Σ |L| (c(L) − c̄)², and
 * that of input j is Vⱼ = ∫ (aⱼ(t) − c̄)² dt, where aⱼ(t) is the mean of the tree over all other
 * inputs at xⱼ = t. The share is Vⱼ/V, a mean over the trees; what the shares leave to 1 is due to
 * inputs acting together. Source: Hutter, Hoos and Leyton-Brown, An Efficient Approach for
 * Assessing Hyperparameter Importance (2014).
 */
public final class FunctionalAnova {
  private static final int TREES = 64;

  private FunctionalAnova() {}

  /**
   * The share of each input, 0 to 1; all 0 for a quantity that does not change.
   *
   * @param x {@code [n, inputs]} in [0, 1]
   * @param y {@code [n]}
   */
  public static double[] shares(double[][] x, double[] y, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] shares = new double[x[0].length];
    int varying = 0;
    for (int tree = 0; tree < TREES; tree++) {
      List<Leaf> leaves = RegressionTree.leaves(x, y, random.split());
      double mean = leaves.stream().mapToDouble(leaf -> leaf.volume() * leaf.mean()).sum();
      double variance =
          leaves.stream().mapToDouble(leaf -> leaf.volume() * square(leaf.mean() - mean)).sum();
      if (variance == 0) {
        continue;
      }
      varying++;
      for (int j = 0; j < shares.length; j++) {
        shares[j] += variance(leaves, j, mean) / variance;
      }
    }
    for (int j = 0; j < shares.length; j++) {
      shares[j] /= Math.max(1, varying);
    }
    return shares;
  }

  /** ∫ (aⱼ(t) − mean)² dt; aⱼ is constant between the leaves' ends. */
  private static double variance(List<Leaf> leaves, int input, double mean) {
    TreeSet<Double> ends = new TreeSet<>();
    leaves.forEach(
        leaf -> {
          ends.add(leaf.low()[input]);
          ends.add(leaf.high()[input]);
        });
    double sum = 0;
    double from = ends.first();
    for (double to : ends.tailSet(from, false)) {
      double middle = (from + to) / 2;
      double marginal =
          leaves.stream()
              .filter(leaf -> leaf.low()[input] <= middle && middle < leaf.high()[input])
              .mapToDouble(
                  leaf -> leaf.mean() * leaf.volume() / (leaf.high()[input] - leaf.low()[input]))
              .sum();
      sum += (to - from) * square(marginal - mean);
      from = to;
    }
    return sum;
  }

  private static double square(double value) {
    return value * value;
  }
}
