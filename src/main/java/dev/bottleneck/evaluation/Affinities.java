package dev.bottleneck.evaluation;

import java.util.Arrays;

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
      Arrays.sort(keys);
      double[] squared = new double[k];
      for (int m = 0; m < k; m++) {
        // The point itself, of distance −0, comes first.
        neighbours[i][m] = (int) keys[m + 1];
        squared[m] = Float.intBitsToFloat((int) (keys[m + 1] >>> 32));
      }
      given[i] = probabilities(squared, Math.log(perplexity));
    }
    return new Affinities(neighbours, given);
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
