package dev.bottleneck.evaluation;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * The studentised bootstrap's interval of a mean, which follows the skew that Student's supposes
 * away.
 *
 * <p>With t* = (m* − m) / (s* / √n) over samples drawn with replacement, the interval reaches from
 * m − t*₍₀.₉₇₅₎ s / √n to m − t*₍₀.₀₂₅₎ s / √n (Efron and Tibshirani, "An introduction to the
 * bootstrap", 1993, section 12.5; Hall, "Theoretical comparison of bootstrap confidence intervals",
 * Annals of Statistics 16, 1988). The draws are the same each time, so that the same values give
 * the same interval. It knows nothing of outcomes that were not seen, either.
 */
public final class BootstrapT {
  /** Below, samples without any spread are common, and t* with them infinite. */
  public static final int FEWEST = 10;

  private static final int DRAWS = 1_999;
  private static final double TAIL = 0.025;
  private static final long SEED = 0x5eed;

  private BootstrapT() {}

  /** The mean with its 95 % interval. */
  static Interval mean(double... values) {
    return mean(TAIL, values);
  }

  /**
   * The mean with an interval that leaves {@code side} out on either side; without one for fewer
   * than ten values, without spread, or if a value is not finite.
   */
  static Interval mean(double side, double[] values) {
    int n = values.length;
    double mean = Arrays.stream(values).average().orElse(Double.NaN);
    double error = standardError(values, mean);
    if (n < FEWEST || !(error > 0) || !Double.isFinite(error)) {
      return Interval.none(mean);
    }
    SplittableRandom random = new SplittableRandom(SEED);
    double[] t = new double[DRAWS];
    double[] sample = new double[n];
    for (int draw = 0; draw < DRAWS; draw++) {
      double sum = 0;
      for (int i = 0; i < n; i++) {
        sample[i] = values[random.nextInt(n)];
        sum += sample[i];
      }
      double difference = sum / n - mean;
      double spread = standardError(sample, sum / n);
      // A sample of one value alone has no spread; where it equals the mean it says nothing.
      t[draw] = spread > 0 || difference != 0 ? difference / spread : 0;
    }
    Arrays.sort(t);
    int tail = (int) Math.round(side * (DRAWS + 1));
    return new Interval(mean, mean - t[DRAWS - tail] * error, mean - t[tail - 1] * error);
  }

  private static double standardError(double[] values, double mean) {
    double sum = 0;
    for (double value : values) {
      sum += (value - mean) * (value - mean);
    }
    return Math.sqrt(sum / (values.length - 1) / values.length);
  }
}
