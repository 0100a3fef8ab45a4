package dev.bottleneck.bench;

import dev.bottleneck.report.Numbers;
import org.apache.commons.statistics.descriptive.Quantile;
import org.apache.commons.statistics.descriptive.Quantile.EstimationMethod;

/**
 * Median and quartiles of repeated timings, which a few disturbed ones do not move; between two
 * values they are interpolated linearly.
 */
record Quartiles(double lower, double median, double upper) {
  private static final Quantile QUANTILE =
      Quantile.withDefaults().with(EstimationMethod.HF7).withCopy(true);

  /** Of at least one value. */
  static Quartiles of(double... values) {
    double[] quartiles = QUANTILE.evaluate(values, 0.25, 0.5, 0.75);
    return new Quartiles(quartiles[0], quartiles[1], quartiles[2]);
  }

  /**
   * Of the ratios of two timings of the same round, in which both met the same machine.
   *
   * @param numerators one a round
   * @param denominators of the same rounds in the same order
   */
  static Quartiles ofRatios(double[] numerators, double[] denominators) {
    double[] ratios = new double[numerators.length];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = numerators[i] / denominators[i];
    }
    return of(ratios);
  }

  /** Times a positive {@code factor}. */
  Quartiles times(double factor) {
    return new Quartiles(factor * lower, factor * median, factor * upper);
  }

  /** {@code 5.21 (5.18 to 5.40)}, with as many decimals as make three digits of the median. */
  String text() {
    int decimals = median < 1 ? 3 : median < 10 ? 2 : median < 100 ? 1 : 0;
    return "%s (%s to %s)"
        .formatted(
            Numbers.fixed(median, decimals),
            Numbers.fixed(lower, decimals),
            Numbers.fixed(upper, decimals));
  }
}
