package dev.bottleneck.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The probabilities p(j|i) that t-SNE preserves: Gaussians around each point over its nearest
 * neighbours, as wide as the perplexity asks (van der Maaten and Hinton, JMLR 9, 2008).
 *
 * <pre>  p(j|i) ∝ exp(−β_i ‖x_i − x_j‖²),   β_i such that exp(−Σ_j p(j|i) ln p(j|i)) = perplexity
 * </pre>
 *
 * @param neighbours {@code [n, k]}, the k nearest others of each point
 * @param given {@code [n, k]}, p(j|i) for those
 */
record Affinities(int[][] neighbours, double[][] given) {
  private static final int BISECTIONS = 64;

  /**
   * The symmetric p_ij = (p(j|i) + p(i|j)) / 2n of each pair of which one is the other's neighbour.
   *
   * @param first i of each pair
   * @param second j, greater than i
   */
  record Pairs(int[] first, int[] second, double[] p) {}

  /** The k = 3 · perplexity nearest neighbours' affinities of {@code points}, {@code [n, d]}. */
  static Affinities of(double[][] points, double perplexity) {
    int n = points.length;
    int k = (int) Math.min(n - 1, Math.ceil(3 * perplexity));
    int[][] neighbours = new int[n][k];
    double[][] given = new double[n][];
    long[] keys = new long[n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        // A distance that is not negative sorts as its bits do; equals sort by number.
        float distance = j == i ? -0f : (float) squaredDistance(points[i], points[j]);
        keys[j] = (long) Float.floatToIntBits(distance) << 32 | j;
      }
      // The point itself, of distance −0, is the first.
      Selection.smallest(keys, k + 1);
      double[] squared = new double[k];
      for (int m = 0; m < k; m++) {
        neighbours[i][m] = (int) keys[m + 1];
        squared[m] = Float.intBitsToFloat((int) (keys[m + 1] >>> 32));
      }
      given[i] = probabilities(squared, Math.log(perplexity));
    }
    return new Affinities(neighbours, given);
  }

  /** In the order of their first points. */
  Pairs pairs() {
    int n = neighbours.length;
    List<Map<Integer, Double>> after = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      after.add(new TreeMap<>());
    }
    for (int i = 0; i < n; i++) {
      for (int m = 0; m < neighbours[i].length; m++) {
        int j = neighbours[i][m];
        after.get(Math.min(i, j)).merge(Math.max(i, j), given[i][m] / (2 * n), Double::sum);
      }
    }
    int count = after.stream().mapToInt(Map::size).sum();
    Pairs pairs = new Pairs(new int[count], new int[count], new double[count]);
    int at = 0;
    for (int i = 0; i < n; i++) {
      for (Map.Entry<Integer, Double> pair : after.get(i).entrySet()) {
        pairs.first[at] = i;
        pairs.second[at] = pair.getKey();
        pairs.p[at] = pair.getValue();
        at++;
      }
    }
    return pairs;
  }

  /** Bisects β until the entropy is {@code entropy} nats. */
  static double[] probabilities(double[] squared, double entropy) {
    double[] p = new double[squared.length];
    double nearest = squared[0];
    double mean = Arrays.stream(squared).average().orElse(0) - nearest;
    double beta = mean > 0 ? 1 / mean : 1;
    double low = 0;
    double high = Double.POSITIVE_INFINITY;
    for (int i = 0; i < BISECTIONS; i++) {
      double total = 0;
      double weighted = 0;
      for (int j = 0; j < p.length; j++) {
        // Relative to the nearest, or all could underflow.
        double exponent = beta * (squared[j] - nearest);
        p[j] = Math.exp(-exponent);
        total += p[j];
        weighted += p[j] * exponent;
      }
      for (int j = 0; j < p.length; j++) {
        p[j] /= total;
      }
      double difference = Math.log(total) + weighted / total - entropy;
      if (Math.abs(difference) < 1e-6) {
        break;
      }
      low = difference > 0 ? beta : low;
      high = difference > 0 ? high : beta;
      beta = high == Double.POSITIVE_INFINITY ? 2 * beta : (low + high) / 2;
    }
    return p;
  }

  private static double squaredDistance(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (a[i] - b[i]) * (a[i] - b[i]);
    }
    return sum;
  }
}
