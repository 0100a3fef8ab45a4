package dev.bottleneck.evaluation;

import java.util.Locale;
import org.apache.commons.statistics.interval.BinomialConfidenceInterval;

/**
 * How many of the seeds something befell, and what that says of all seeds there are.
 *
 * <p>The interval is exact: it holds with a probability of 95 % at least, whatever the true share
 * (Clopper and Pearson, "The use of confidence or fiducial limits illustrated in the case of the
 * binomial", Biometrika 26, 1934).
 *
 * @param count seeds it befell
 * @param of seeds looked at
 * @param lower lower end of the 95 % interval of the share, in [0, 1]
 * @param upper upper end
 */
public record Share(int count, int of, double lower, double upper) {
  private static final double ERROR = 0.05;

  /**
   * {@code count} of {@code of}.
   *
   * @throws IllegalArgumentException unless 0 ≤ count ≤ of and of ≥ 1
   */
  public static Share of(int count, int of) {
    if (of < 1 || count < 0 || count > of) {
      throw new IllegalArgumentException("%d of %d is no share".formatted(count, of));
    }
    var interval = BinomialConfidenceInterval.CLOPPER_PEARSON.fromErrorRate(of, count, ERROR);
    return new Share(count, of, interval.getLowerBound(), interval.getUpperBound());
  }

  /** {@code 30 of 40}. */
  public String counted() {
    return count + " of " + of;
  }

  /** The interval in per cent: {@code 59 to 87 %}, or {@code up to 31 %} where nothing was seen. */
  public String range() {
    return count == 0
        ? "up to %s %%".formatted(percent(upper))
        : "%s to %s %%".formatted(percent(lower), percent(upper));
  }

  /** One decimal where whole per cents would say 0 or 100 of what is neither. */
  private static String percent(double share) {
    double value = 100 * share;
    boolean edge = (value > 0 && value < 0.95) || (value > 99.05 && value < 99.95);
    return String.format(Locale.ROOT, edge ? "%.1f" : "%.0f", value);
  }

  /** {@code 30 of 40, 59 to 87 %}. */
  public String text() {
    return counted() + ", " + range();
  }
}
