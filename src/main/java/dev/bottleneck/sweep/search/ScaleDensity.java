package dev.bottleneck.sweep.search;

import dev.bottleneck.evaluation.Cholesky;
import dev.bottleneck.evaluation.Lbfgs;

/**
 * How well length scales and noise of a Gaussian process explain the values that were seen: minus
 * the logarithm of their posterior density, ½ yᵀK⁻¹y + ½ log |K| + ½ Σₖ (log ℓₖ − μ)² / σ² + ½ (log
 * s² − ν)² / τ², but for a constant. K has s² + 10⁻⁸ on its diagonal beside the covariance.
 *
 * <p>A scale's μ is ½ log D of D dimensions and its σ √3, the noise's ν is −6 and its τ 2: priors
 * that say little, by which a dimension of which little was seen is taken to matter little.
 *
 * <p>Sources: Rasmussen and Williams, Gaussian Processes for Machine Learning (2006), equations 5.8
 * and 5.9; Hvarfner et al., Vanilla Bayesian Optimization Performs Great in High Dimensions (2024),
 * section 4, for scales that grow with D; their μ is √2 more, for problems of hundreds of
 * dimensions.
 */
final class ScaleDensity implements Lbfgs.Objective {
  /** Of equal settings, without which the covariance of many has no inverse. */
  private static final double LEAST_NOISE = 1e-8;

  private static final double SCALE_VARIANCE = 3;
  private static final double NOISE_MEAN = -6;
  private static final double NOISE_VARIANCE = 4;

  private final int n;
  private final double[] values;
  private final double[][] squared; // of each dimension, of the pairs i < j
  private final double scaleMean;

  /**
   * @param places of the settings, as {@code distance} tells them
   */
  ScaleDensity(SettingDistance distance, double[][] places, double[] values) {
    n = places.length;
    this.values = values;
    int dimensions = distance.dimensions();
    scaleMean = 0.5 * Math.log(dimensions);
    squared = new double[dimensions][n * (n - 1) / 2];
    for (int k = 0; k < dimensions; k++) {
      int pair = 0;
      for (int i = 0; i < n; i++) {
        for (int j = i + 1; j < n; j++) {
          squared[k][pair++] = distance.squared(k, places[i][k], places[j][k]);
        }
      }
    }
  }

  /** Covariances of the pairs, and what follows from them. */
  private record Explained(double[] far, double[][] upper, double[] weights) {}

  /** Without its gradient, which is most of the work. */
  double value(double[] x) {
    return value(x, explain(x));
  }

  /**
   * @param x the logarithms of the scales, and last of the noise's variance
   */
  @Override
  public double value(double[] x, double[] gradient) {
    Explained explained = explain(x);
    slopes(x, explained, gradient);
    for (int k = 0; k < x.length; k++) {
      gradient[k] += (x[k] - mean(x, k)) / variance(x, k);
    }
    return value(x, explained);
  }

  private double mean(double[] x, int k) {
    return k == x.length - 1 ? NOISE_MEAN : scaleMean;
  }

  private static double variance(double[] x, int k) {
    return k == x.length - 1 ? NOISE_VARIANCE : SCALE_VARIANCE;
  }

  private double value(double[] x, Explained explained) {
    double value = 0;
    for (int i = 0; i < n; i++) {
      value += 0.5 * values[i] * explained.weights()[i] + Math.log(explained.upper()[i][i]);
    }
    for (int k = 0; k < x.length; k++) {
      double off = x[k] - mean(x, k);
      value += 0.5 * off * off / variance(x, k);
    }
    return value;
  }

  private Explained explain(double[] x) {
    double[] far = scaled(x);
    double[][] upper = covariance(far, noise(x));
    Cholesky.decompose(upper);
    double[] weights = values.clone();
    Cholesky.solve(upper, weights);
    return new Explained(far, upper, weights);
  }

  /** The variance of the noise. */
  static double noise(double[] x) {
    return LEAST_NOISE + Math.exp(x[x.length - 1]);
  }

  /** The squared distances of all pairs by scales. */
  private double[] scaled(double[] x) {
    double[] far = new double[n * (n - 1) / 2];
    for (int k = 0; k < squared.length; k++) {
      double factor = Math.exp(-2 * x[k]);
      for (int pair = 0; pair < far.length; pair++) {
        far[pair] += factor * squared[k][pair];
      }
    }
    return far;
  }

  private double[][] covariance(double[] far, double noise) {
    double[][] upper = new double[n][n];
    int pair = 0;
    for (int i = 0; i < n; i++) {
      upper[i][i] = 1 + noise;
      for (int j = i + 1; j < n; j++) {
        upper[i][j] = Matern.covariance(far[pair++]);
      }
    }
    return upper;
  }

  /** ½ tr((K⁻¹ − ααᵀ) ∂K) for each scale and the noise, with α = K⁻¹y. */
  private void slopes(double[] x, Explained explained, double[] gradient) {
    double[] weights = explained.weights();
    double[] slopes = new double[explained.far().length];
    double noise = 0;
    int pair = 0;
    for (int i = 0; i < n; i++) {
      double[] row = new double[n]; // of the inverse
      row[i] = 1;
      Cholesky.solve(explained.upper(), row);
      noise += row[i] - weights[i] * weights[i];
      for (int j = i + 1; j < n; j++, pair++) {
        slopes[pair] = (row[j] - weights[i] * weights[j]) * Matern.slope(explained.far()[pair]);
      }
    }
    for (int k = 0; k < squared.length; k++) {
      double sum = 0;
      for (int p = 0; p < slopes.length; p++) {
        sum += slopes[p] * squared[k][p];
      }
      gradient[k] = sum * Math.exp(-2 * x[k]);
    }
    gradient[x.length - 1] = 0.5 * noise * Math.exp(x[x.length - 1]);
  }
}
