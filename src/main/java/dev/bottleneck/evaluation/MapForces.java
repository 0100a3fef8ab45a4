package dev.bottleneck.evaluation;

/**
 * The gradient of t-SNE's divergence, over all pairs of points: exact, where trees and grids
 * approximate it.
 *
 * <pre>  ∂KL/∂y_i = 4 Σ_j (a p_ij − q_ij) w_ij (y_i − y_j)
 *   p_ij = (p(j|i) + p(i|j)) / 2n,  w_ij = 1 / (1 + ‖y_i − y_j‖²),  q_ij = w_ij / Σ w
 * </pre>
 *
 * <p>What repels is summed in single precision, in loops that HotSpot turns into vector
 * instructions: of some thousands of points that is faster than a tree. What attracts is summed
 * over the pairs that are neighbours, in double precision.
 */
final class MapForces {
  private final int n;
  private final Affinities.Pairs pairs;
  private final float[] x;
  private final float[] y;
  private final float[] forceX;
  private final float[] forceY;
  private final float[] weight;

  MapForces(Affinities affinities) {
    pairs = affinities.pairs();
    n = affinities.neighbours().length;
    x = new float[n];
    y = new float[n];
    forceX = new float[n];
    forceY = new float[n];
    weight = new float[n];
  }

  /**
   * @param at {@code [2, n]}
   * @param exaggeration a
   * @param gradient {@code [2, n]}; overwritten
   */
  void gradient(double[][] at, double exaggeration, double[][] gradient) {
    for (int i = 0; i < n; i++) {
      x[i] = (float) at[0][i];
      y[i] = (float) at[1][i];
      forceX[i] = 0;
      forceY[i] = 0;
      weight[i] = 0;
    }
    for (int i = 0; i < n; i++) {
      repel(x[i], y[i]);
    }
    // Each point counts itself with w = 1.
    double total = -n;
    for (int i = 0; i < n; i++) {
      total += weight[i];
    }
    for (int i = 0; i < n; i++) {
      gradient[0][i] = -4 * forceX[i] / total;
      gradient[1][i] = -4 * forceY[i] / total;
    }
    attract(at, 4 * exaggeration, gradient);
  }

  /** The force of the point at {@code (fromX, fromY)} on all. */
  private void repel(float fromX, float fromY) {
    // Local names: of fields HotSpot cannot know that they stay, and does not vectorise.
    float[] toX = x;
    float[] toY = y;
    float[] sumX = forceX;
    float[] sumY = forceY;
    float[] sum = weight;
    for (int j = 0; j < n; j++) {
      float dx = toX[j] - fromX;
      float dy = toY[j] - fromY;
      float w = 1 / (1 + (dx * dx + dy * dy));
      sum[j] += w;
      sumX[j] += w * w * dx;
      sumY[j] += w * w * dy;
    }
  }

  private void attract(double[][] at, double factor, double[][] gradient) {
    for (int m = 0; m < pairs.p().length; m++) {
      int i = pairs.first()[m];
      int j = pairs.second()[m];
      double dx = at[0][i] - at[0][j];
      double dy = at[1][i] - at[1][j];
      double pull = factor * pairs.p()[m] / (1 + dx * dx + dy * dy);
      gradient[0][i] += pull * dx;
      gradient[1][i] += pull * dy;
      gradient[0][j] -= pull * dx;
      gradient[1][j] -= pull * dy;
    }
  }
}
