package dev.bottleneck.sweep.search;

/**
 * The covariance of the values of two settings, Matérn's of smoothness 5/2: (1 + √5 r + 5 r²/3)
 * exp(−√5 r), with r² = Σₖ dₖ² / ℓₖ² of their distances d and a length scale ℓ for each dimension.
 *
 * <p>Source: Rasmussen and Williams, Gaussian Processes for Machine Learning (2006), equation 4.17.
 */
final class Matern {
  private static final double SQRT_5 = Math.sqrt(5);

  private Matern() {}

  /** Of settings whose scaled distance is r. */
  static double covariance(double squared) {
    double far = SQRT_5 * Math.sqrt(squared);
    return (1 + far + far * far / 3) * Math.exp(-far);
  }

  /** Its derivative by log ℓₖ, but for the factor dₖ² / ℓₖ². */
  static double slope(double squared) {
    double far = SQRT_5 * Math.sqrt(squared);
    return 5.0 / 3 * (1 + far) * Math.exp(-far);
  }
}
