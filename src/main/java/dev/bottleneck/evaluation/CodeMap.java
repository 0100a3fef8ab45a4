package dev.bottleneck.evaluation;

import dev.bottleneck.runtime.Ahead;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A map of codes in the plane by t-SNE: near in the map means near in the code, while the distances
 * between clusters and their sizes mean little (van der Maaten and Hinton, JMLR 9, 2008).
 *
 * <p>It minimises KL(P‖Q) in nats, with the exact gradient ({@link MapForces}). Perplexity 30, from
 * the first two principal components (Kobak and Berens, Nature Communications 10, 2019); the first
 * steps with P twelvefold, learning rate n/12 or 50 if that is more (Belkina et al., ibid.). 500
 * steps, 100 of them with P twelvefold, are half as many as scikit-learn takes, at four times its
 * rate. Codes of more than 50 units are first reduced to 50 by principal components. It computes on
 * one thread, in one order: the same codes and seed give the same map on the same machine; on
 * another, rounding may differ and the map with it.
 */
public final class CodeMap {
  private static final double PERPLEXITY = 30;
  private static final int REDUCED = 50;
  private static final int ITERATIONS = 500;
  private static final int EXAGGERATED = 100;
  private static final double EXAGGERATION = 12;
  private static final double START = 1e-4;
  private static final double LEAST_GAIN = 0.01;

  private final MapForces forces;
  private final int n;
  private final double[][] at;
  private final double[][] gradient;
  private final double[][] velocity;
  private final double[][] gain;

  private CodeMap(double[][] points, long seed) {
    n = points.length;
    forces = new MapForces(Affinities.of(points, Math.min(PERPLEXITY, (n - 1) / 3.0)));
    at = start(points, seed);
    gradient = new double[2][n];
    velocity = new double[2][n];
    gain = new double[2][n];
    Arrays.fill(gain[0], 1);
    Arrays.fill(gain[1], 1);
  }

  /**
   * Lays codes out in the plane.
   *
   * @param codes {@code [n, units]}, at least four; time grows with n², so draw some thousands
   * @param seed of the faint jitter that parts codes which the principal components do not
   * @return {@code [n, 2]}, centred
   * @throws IllegalArgumentException if there are fewer than four codes, or one is not finite
   */
  public static double[][] of(INDArray codes, long seed) {
    return ahead(codes, seed).get();
  }

  /** The same, begun on another thread; what is wrong with the codes shows when it is asked for. */
  public static Ahead<double[][]> ahead(INDArray codes, long seed) {
    try {
      double[][] reduced = reduced(codes);
      return Ahead.of(() -> map(reduced, seed));
    } catch (RuntimeException e) {
      return Ahead.of(
          () -> {
            throw e;
          });
    }
  }

  private static double[][] reduced(INDArray codes) {
    if (codes.rank() != 2 || codes.size(0) < 4) {
      throw new IllegalArgumentException(
          "a map needs codes [4 or more, units], not " + codes.shapeInfoToString());
    }
    if (!Double.isFinite(codes.minNumber().doubleValue() + codes.maxNumber().doubleValue())
        || codes.isNaN().any()) {
      throw new IllegalArgumentException("a code is not finite: it has no place on a map");
    }
    return PrincipalComponents.of(codes, REDUCED);
  }

  private static double[][] map(double[][] reduced, long seed) {
    CodeMap map = new CodeMap(reduced, seed);
    for (int i = 0; i < ITERATIONS; i++) {
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
    forces.gradient(at, exaggerated ? EXAGGERATION : 1, gradient);
    double rate = Math.max(n / EXAGGERATION, 50);
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
}
