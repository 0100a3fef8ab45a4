package dev.bottleneck.evaluation;

import java.util.Arrays;
import org.apache.commons.statistics.descriptive.Quantile;

/**
 * Calls an example an anomaly if its reconstruction error exceeds a quantile of the errors on
 * normal validation data.
 *
 * <p>At quantile q about a share 1 − q of normal examples is called anomalous by mistake; the
 * quantile interpolates linearly between the ordered errors (Hyndman and Fan's definition 7, The
 * American Statistician 50, 1996: R's and NumPy's default). Choose it on validation data: with
 * training data the network's own fit makes the threshold too low.
 *
 * @param quantile in (0, 1), such as 0.99
 * @param value the error above which an example is an anomaly, in the unit of the errors
 */
public record AnomalyThreshold(double quantile, double value) {

  /**
   * The threshold for errors such as {@link Reconstruction#squaredErrorPerExample}.
   *
   * @throws IllegalArgumentException if there is no error, one is NaN or infinite, or the quantile
   *     is not within (0, 1)
   */
  public static AnomalyThreshold of(double quantile, double... validationErrors) {
    if (!(quantile > 0 && quantile < 1)) {
      throw new IllegalArgumentException("the quantile " + quantile + " is not within (0, 1)");
    }
    if (validationErrors.length == 0
        || !Arrays.stream(validationErrors).allMatch(Double::isFinite)) {
      throw new IllegalArgumentException("a threshold needs errors, all of them finite");
    }
    Quantile type7 = Quantile.withDefaults().withCopy(true).with(Quantile.EstimationMethod.HF7);
    return new AnomalyThreshold(quantile, type7.evaluate(validationErrors.clone(), quantile));
  }

  /** Whether an example of this error is an anomaly; NaN, the error of a broken example, is one. */
  public boolean isAnomaly(double error) {
    return !(error <= value);
  }

  /** The share of these errors that are anomalies, in [0, 1]; NaN if there is none. */
  public double share(double... errors) {
    return (double) Arrays.stream(errors).filter(this::isAnomaly).count() / errors.length;
  }
}
