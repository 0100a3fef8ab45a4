package dev.bottleneck.sweep.search;

import dev.bottleneck.evaluation.Cholesky;
import dev.bottleneck.evaluation.Lbfgs;
import java.util.Arrays;

/**
 * What is believed of any setting's value after the values of some: a Gaussian process of mean 0,
 * variance 1 and covariance {@link Matern}, whose values bear normal noise; its scales and noise
 * are the likeliest by {@link ScaleDensity} that are found from the best of some starts.
 *
 * <p>Source: Rasmussen and Williams, Gaussian Processes for Machine Learning (2006), algorithm 2.1.
 */
final class GaussianProcess {
  /** Where the search for scales begins, at the best of all: the density has several summits. */
  private static final double[] FIRST_SCALES = {0.1, 0.3, 1, 3, 10};

  private static final double[] FIRST_LOG_NOISES = {-8, -4, -1};
  private static final double TOLERANCE = 1e-3;
  private static final int MOST_STEPS = 50;

  private final SettingDistance distance;
  private final double[][] places;
  private final double[] values;
  private final double[] logScales; // and last the logarithm of the noise's variance
  private final double[] inverseSquares; // of the scales
  private final double[][] upper; // U of the covariance with noise, UᵀU
  private final double[] weights; // the covariance's inverse times the values

  /** What is believed of a setting's value: without noise it is normal with these. */
  record Belief(double mean, double deviation) {}

  /**
   * @param places of the settings, as {@code distance} tells them
   * @param logScales the logarithms of the scales, and last of the noise's variance
   */
  GaussianProcess(
      SettingDistance distance, double[][] places, double[] values, double[] logScales) {
    this.distance = distance;
    this.places = places;
    this.values = values;
    this.logScales = logScales;
    inverseSquares =
        Arrays.stream(logScales, 0, distance.dimensions()).map(x -> Math.exp(-2 * x)).toArray();
    upper = new double[places.length][places.length];
    for (int i = 0; i < places.length; i++) {
      upper[i][i] = 1 + ScaleDensity.noise(logScales);
      for (int j = i + 1; j < places.length; j++) {
        upper[i][j] = covariance(places[i], places[j]);
      }
    }
    Cholesky.decompose(upper);
    weights = values.clone();
    Cholesky.solve(upper, weights);
  }

  /** With the scales and the noise that explain the values best. */
  static GaussianProcess fit(SettingDistance distance, double[][] places, double[] values) {
    ScaleDensity density = new ScaleDensity(distance, places, values);
    double[] start = null;
    double least = Double.POSITIVE_INFINITY;
    for (double scale : FIRST_SCALES) {
      for (double logNoise : FIRST_LOG_NOISES) {
        double[] logScales = new double[distance.dimensions() + 1];
        Arrays.fill(logScales, Math.log(scale));
        logScales[logScales.length - 1] = logNoise;
        double value = density.value(logScales);
        if (start == null || value < least) {
          start = logScales;
          least = value;
        }
      }
    }
    double[] best = Lbfgs.minimise(density, start, TOLERANCE, MOST_STEPS).x();
    return new GaussianProcess(distance, places, values, best);
  }

  /** The same after more settings, each of which had the value that was expected of it. */
  GaussianProcess believing(double[][] more) {
    double[][] allPlaces = Arrays.copyOf(places, places.length + more.length);
    double[] allValues = Arrays.copyOf(values, allPlaces.length);
    for (int i = 0; i < more.length; i++) {
      allPlaces[places.length + i] = more[i];
      allValues[places.length + i] = mean(covariances(more[i]));
    }
    return new GaussianProcess(distance, allPlaces, allValues, logScales);
  }

  /** Of the setting at a place. */
  Belief believe(double[] place) {
    double[] covariances = covariances(place);
    double mean = mean(covariances);
    Cholesky.solveTransposed(upper, covariances);
    double variance = 1;
    for (double part : covariances) {
      variance -= part * part;
    }
    // What rounding leaves of nothing.
    return new Belief(mean, Math.sqrt(Math.max(variance, Double.MIN_NORMAL)));
  }

  /**
   * The least mean that is believed of a setting whose value is known: the best one's, but for
   * noise.
   */
  double least() {
    return Arrays.stream(places).mapToDouble(place -> mean(covariances(place))).min().orElseThrow();
  }

  private double[] covariances(double[] place) {
    return Arrays.stream(places).mapToDouble(its -> covariance(its, place)).toArray();
  }

  private double mean(double[] covariances) {
    double mean = 0;
    for (int i = 0; i < covariances.length; i++) {
      mean += covariances[i] * weights[i];
    }
    return mean;
  }

  private double covariance(double[] a, double[] b) {
    double squared = 0;
    for (int k = 0; k < a.length; k++) {
      squared += distance.squared(k, a[k], b[k]) * inverseSquares[k];
    }
    return Matern.covariance(squared);
  }
}
