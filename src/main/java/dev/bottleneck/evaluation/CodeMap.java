package dev.bottleneck.evaluation;

import dev.bottleneck.runtime.Interrupted;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A map of codes in the plane by t-SNE: near in the map means near in the code, while the distances
 * between clusters and their sizes mean little (van der Maaten and Hinton, JMLR 9, 2008).
 *
 * <p>It minimises KL(P‖Q) in nats, with Barnes and Hut's approximation (θ = 0.5). Perplexity 30,
 * 1,000 iterations, of which 250 with P twelvefold, learning rate n/48 or 50 if that is more, from
 * the first two principal components: scikit-learn's defaults (Kobak and Berens, Nature
 * Communications 10, 2019; Belkina et al., ibid.). Codes of more than 50 units are first reduced to
 * 50 by principal components. It computes on one thread, in one order: the same codes and seed give
 * the same map on the same machine; on another, rounding may differ and the map with it.
 */
public final class CodeMap {
  private static final double THETA = 0.5;
  private static final double PERPLEXITY = 30;
  private static final int REDUCED = 50;
  private static final int ITERATIONS = 1_000;
  private static final int EXAGGERATED = 250;
  private static final double EXAGGERATION = 12;
  private static final double START = 1e-4;
  private static final double LEAST_GAIN = 0.01;

  private final Affinities affinities;
  private final int n;
  private final double[][] at;
  private final double[][] gradient;
  private final double[][] velocity;
  private final double[][] gain;

  private CodeMap(double[][] points, long seed) {
    n = points.length;
    affinities = Affinities.of(points, Math.min(PERPLEXITY, (n - 1) / 3.0));
    at = start(points, seed);
    gradient = new double[2][n];
    velocity = new double[2][n];
    gain = new double[2][n];
    Arrays.fill(gain[0], 1);
    Arrays.fill(gain[1], 1);
  }

  /**
   * Lays codes out in the plane; 5,000 take about half a minute on one core.
   *
   * @param codes {@code [n, units]}, at least four; time grows with n², so draw some thousands
   * @param seed of the faint jitter that parts codes which the principal components do not
   * @return {@code [n, 2]}, centred
   * @throws IllegalArgumentException if there are fewer than four codes, or one is not finite
   */
  public static double[][] of(INDArray codes, long seed) {
    if (codes.rank() != 2 || codes.size(0) < 4) {
      throw new IllegalArgumentException(
          "a map needs codes [4 or more, units], not " + codes.shapeInfoToString());
    }
    if (!Double.isFinite(codes.minNumber().doubleValue() + codes.maxNumber().doubleValue())
        || codes.isNaN().any()) {
      throw new IllegalArgumentException("a code is not finite: it has no place on a map");
    }
    CodeMap map = new CodeMap(PrincipalComponents.of(codes, REDUCED), seed);
    for (int i = 0; i < ITERATIONS; i++) {
      Interrupted.check();
      if (i == EXAGGERATED) {
        map.rest();
      }
      map.step(i < EXAGGERATED);
    }
    double[][] points = new double[map.n][];
    for (int i = 0; i < map.n; i++) {
      points[i] = new double[] {map.at[0][i], map.at[1][i]};
    }
    return points;
  }

  private static double[][] start(double[][] points, long seed) {
    SplittableRandom chance = new SplittableRandom(seed);
    double variance = Arrays.stream(points).mapToDouble(p -> p[0] * p[0]).average().orElse(0);
    double scale = variance > 0 ? START / Math.sqrt(variance) : 0;
    double[][] at = new double[2][points.length];
    for (int i = 0; i < points.length; i++) {
      for (int c = 0; c < 2; c++) {
        double place = c < points[i].length ? scale * points[i][c] : 0;
        at[c][i] = place + START / 100 * chance.nextGaussian();
      }
    }
    return at;
  }

  /** The second stage begins afresh, as scikit-learn's two calls of its descent do. */
  private void rest() {
    for (int c = 0; c < 2; c++) {
      Arrays.fill(velocity[c], 0);
      Arrays.fill(gain[c], 1);
    }
  }

  private void step(boolean exaggerated) {
    gradient(affinities, at, exaggerated ? EXAGGERATION : 1, THETA, gradient);
    double rate = Math.max(n / EXAGGERATION / 4, 50);
    double momentum = exaggerated ? 0.5 : 0.8;
    for (int c = 0; c < 2; c++) {
      double centre = 0;
      for (int i = 0; i < n; i++) {
        boolean onward = velocity[c][i] * gradient[c][i] < 0;
        gain[c][i] = Math.max(LEAST_GAIN, onward ? gain[c][i] + 0.2 : gain[c][i] * 0.8);
        velocity[c][i] = momentum * velocity[c][i] - rate * gain[c][i] * gradient[c][i];
        at[c][i] += velocity[c][i];
        centre += at[c][i] / n;
      }
      for (int i = 0; i < n; i++) {
        at[c][i] -= centre;
      }
    }
  }

  /**
   * The gradient of KL(P‖Q) with respect to the points: 4 Σ_j (a p_ij − q_ij) w_ij (y_i − y_j),
   * with p_ij = (p(j|i) + p(i|j)) / 2n, w_ij = 1/(1 + ‖y_i − y_j‖²), q_ij = w_ij / Σ w.
   *
   * @param at {@code [2, n]}
   * @param exaggeration a
   * @param gradient {@code [2, n]}; overwritten
   */
  static void gradient(
      Affinities affinities,
      double[][] at,
      double exaggeration,
      double theta,
      double[][] gradient) {
    int n = at[0].length;
    QuadTree tree = new QuadTree(at[0], at[1]);
    double[] force = new double[2];
    // Each point counts itself with w = 1.
    double total = -n;
    for (int i = 0; i < n; i++) {
      total += tree.repulsion(at[0][i], at[1][i], theta, force);
      gradient[0][i] = force[0];
      gradient[1][i] = force[1];
    }
    for (int i = 0; i < n; i++) {
      gradient[0][i] *= -4 / total;
      gradient[1][i] *= -4 / total;
    }
    attract(affinities, at, 4 * exaggeration / (2 * n), gradient);
  }

  /** Each p(j|i) pulls both its points: together that is the symmetric p_ij. */
  private static void attract(
      Affinities affinities, double[][] at, double factor, double[][] gradient) {
    for (int i = 0; i < at[0].length; i++) {
      int[] neighbours = affinities.neighbours()[i];
      double[] given = affinities.given()[i];
      for (int m = 0; m < neighbours.length; m++) {
        int j = neighbours[m];
        double dx = at[0][i] - at[0][j];
        double dy = at[1][i] - at[1][j];
        double pull = factor * given[m] / (1 + dx * dx + dy * dy);
        gradient[0][i] += pull * dx;
        gradient[1][i] += pull * dy;
        gradient[0][j] -= pull * dx;
        gradient[1][j] -= pull * dy;
      }
    }
  }
}
