package dev.bottleneck.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A regression tree over the unit cube, grown on a bootstrap sample: each split lowers the squared
 * error most, among a random share of the inputs.
 *
 * <p>Source: Breiman, Random Forests (2001).
 */
final class RegressionTree {
  private static final int LEAST_IN_A_LEAF = 3;

  /** Of the inputs, those that a split may choose from. */
  private static final double SHARE_OF_INPUTS = 5 / 6.0;

  /** A part of the cube, from {@code low} to {@code high} in each input, and the mean there. */
  record Leaf(double[] low, double[] high, double mean) {
    double volume() {
      double volume = 1;
      for (int j = 0; j < low.length; j++) {
        volume *= high[j] - low[j];
      }
      return volume;
    }
  }

  private record Split(int input, double at, double error) {}

  private final double[][] x;
  private final double[] y;
  private final SplittableRandom random;
  private final List<Leaf> leaves = new ArrayList<>();

  private RegressionTree(double[][] x, double[] y, SplittableRandom random) {
    this.x = x;
    this.y = y;
    this.random = random;
  }

  /**
   * The leaves of a tree; together they are the cube.
   *
   * @param x {@code [n, inputs]} in [0, 1]
   * @param y {@code [n]}
   */
  static List<Leaf> leaves(double[][] x, double[] y, SplittableRandom random) {
    RegressionTree tree = new RegressionTree(x, y, random);
    int inputs = x[0].length;
    double[] high = new double[inputs];
    Arrays.fill(high, 1);
    Integer[] sample = new Integer[y.length];
    Arrays.setAll(sample, i -> random.nextInt(y.length));
    tree.grow(List.of(sample), new double[inputs], high);
    return tree.leaves;
  }

  private void grow(List<Integer> sample, double[] low, double[] high) {
    Split best = null;
    boolean constant = sample.stream().mapToDouble(i -> y[i]).distinct().count() == 1;
    for (int input : constant ? List.<Integer>of() : someInputs(low.length)) {
      Split split = bestSplit(sample, input);
      if (split != null && (best == null || split.error < best.error)) {
        best = split;
      }
    }
    if (best == null) {
      leaves.add(new Leaf(low, high, mean(sample)));
      return;
    }
    Split chosen = best;
    double[] middleHigh = high.clone();
    double[] middleLow = low.clone();
    middleHigh[chosen.input] = chosen.at;
    middleLow[chosen.input] = chosen.at;
    grow(sample.stream().filter(i -> x[i][chosen.input] <= chosen.at).toList(), low, middleHigh);
    grow(sample.stream().filter(i -> x[i][chosen.input] > chosen.at).toList(), middleLow, high);
  }

  private List<Integer> someInputs(int inputs) {
    List<Integer> all = new ArrayList<>();
    for (int j = 0; j < inputs; j++) {
      all.add(random.nextInt(j + 1), j);
    }
    return all.subList(0, (int) Math.ceil(SHARE_OF_INPUTS * inputs));
  }

  /** The best threshold of one input; null if there is none that leaves enough on both sides. */
  private Split bestSplit(List<Integer> sample, int input) {
    List<Integer> sorted = new ArrayList<>(sample);
    sorted.sort(Comparator.comparingDouble(i -> x[i][input]));
    int n = sorted.size();
    double total = sorted.stream().mapToDouble(i -> y[i]).sum();
    double left = 0;
    Split best = null;
    for (int i = 1; i < n; i++) {
      left += y[sorted.get(i - 1)];
      double below = x[sorted.get(i - 1)][input];
      double above = x[sorted.get(i)][input];
      if (i < LEAST_IN_A_LEAF || n - i < LEAST_IN_A_LEAF || below == above) {
        continue;
      }
      // The squared error but for the sum of squares, which no split changes.
      double error = -left * left / i - (total - left) * (total - left) / (n - i);
      if (best == null || error < best.error) {
        best = new Split(input, between(below, above), error);
      }
    }
    return best;
  }

  /** Of two neighbouring numbers the middle can be rounded to the upper one, which is no split. */
  private static double between(double below, double above) {
    double middle = (below + above) / 2;
    return middle < above ? middle : below;
  }

  private double mean(List<Integer> sample) {
    return sample.stream().mapToDouble(i -> y[i]).average().orElseThrow();
  }
}
