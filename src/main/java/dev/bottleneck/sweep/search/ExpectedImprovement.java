package dev.bottleneck.sweep.search;

import org.apache.commons.numbers.gamma.Erfc;
import org.apache.commons.numbers.gamma.Erfcx;

/**
 * By how much a value that is normally distributed is expected to fall below the least so far: σ
 * h(z), with z = (least − mean) / σ and h(z) = φ(z) + z Φ(z).
 *
 * <p>Its logarithm is taken without underflow, since far from the best all improvements would be 0,
 * and none the better. For z below −1, with the scaled complementary error function, log h(z) = log
 * φ(z) + log(1 + z √(π/2) erfcx(−z/√2)), and as the difference is lost in rounding further below,
 * the bracket is z⁻² (1 − 3 z⁻² + 15 z⁻⁴ − 105 z⁻⁶) there.
 *
 * <p>Sources: Jones et al., Efficient Global Optimization of Expensive Black-Box Functions (1998),
 * equation 15; Ament et al., Unexpected Improvements to Expected Improvement for Bayesian
 * Optimization (2023), section 4.1.
 */
final class ExpectedImprovement {
  private static final double HALF_LOG_2_PI = 0.5 * Math.log(2 * Math.PI);
  private static final double SQRT_2 = Math.sqrt(2);
  private static final double SQRT_HALF_PI = Math.sqrt(Math.PI / 2);

  /** Below it the series is the closer one: its error is under 945 z⁻⁸. */
  private static final double FAR = -100;

  private ExpectedImprovement() {}

  /** The logarithm of the improvement on {@code least}. */
  static double log(double least, double mean, double deviation) {
    return Math.log(deviation) + logH((least - mean) / deviation);
  }

  /** log(φ(z) + z Φ(z)). */
  static double logH(double z) {
    double logDensity = -0.5 * z * z - HALF_LOG_2_PI;
    if (z > -1) {
      return Math.log(Math.exp(logDensity) + z * 0.5 * Erfc.value(-z / SQRT_2));
    }
    if (z > FAR) {
      return logDensity + Math.log1p(z * SQRT_HALF_PI * Erfcx.value(-z / SQRT_2));
    }
    double inverse = 1 / (z * z);
    double series = inverse * (-3 + inverse * (15 - 105 * inverse));
    return logDensity + Math.log(inverse) + Math.log1p(series);
  }
}
