package dev.bottleneck.evaluation;

import java.util.Arrays;
import org.apache.commons.statistics.descriptive.Median;

/**
 * The runs that ended apart from the others: a second mode, a plateau, a failure in all but name.
 *
 * <p>A value is apart if it lies more than 8 robust standard deviations from the median, one of
 * which is 1.4826 times the median absolute deviation (Iglewicz and Hoaglin, "How to detect and
 * handle outliers", 1993, whose bound of 3.5 marks one sample in ten of normal values; 8 marks
 * hardly any). Both are taken again without the values found apart until none is added, as a second
 * mode widens them. The rule was fixed on normal, Gumbel and Student's values (OutliersTest), not
 * on results. Fewer than six runs have no outliers.
 *
 * @param share how many there are, with the exact interval of how many there are among all seeds
 * @param least the smallest of them; NaN if there is none
 * @param most the largest of them
 * @param low the smallest value that is not apart
 * @param high the largest value that is not apart
 */
public record Outliers(Share share, double least, double most, double low, double high) {
  /** Without a copy the caller's values would be put in another order. */
  private static final Median MEDIAN = Median.withDefaults().withCopy(true);

  private static final int FEWEST = 6;
  private static final double BOUND = 8;
  private static final double NORMAL = 1.4826;

  /** The outliers among {@code values}, one a seed. */
  public static Outliers of(double... values) {
    double[] inside = values.length < FEWEST ? values : inside(values);
    double low = Arrays.stream(inside).min().orElseThrow();
    double high = Arrays.stream(inside).max().orElseThrow();
    double[] apart = Arrays.stream(values).filter(v -> v < low || v > high).toArray();
    return new Outliers(
        Share.of(apart.length, values.length),
        Arrays.stream(apart).min().orElse(Double.NaN),
        Arrays.stream(apart).max().orElse(Double.NaN),
        low,
        high);
  }

  /** Those that are not apart: half of the values at least. */
  private static double[] inside(double[] values) {
    double[] inside = values;
    while (true) {
      double median = MEDIAN.evaluate(inside);
      double bound = BOUND * NORMAL * medianDeviation(inside, median);
      double[] left = Arrays.stream(inside).filter(v -> Math.abs(v - median) <= bound).toArray();
      if (left.length == inside.length || 2 * left.length < values.length) {
        return inside;
      }
      inside = left;
    }
  }

  private static double medianDeviation(double[] values, double median) {
    return MEDIAN.evaluate(Arrays.stream(values).map(v -> Math.abs(v - median)).toArray());
  }

  /** Whether {@code value} is one of them. */
  public boolean holds(double value) {
    return value < low || value > high;
  }

  /**
   * One sentence on them, for a study's reader.
   *
   * @param runs whose they are: "denoising pretraining"
   * @param median of all the values
   */
  public String sentence(String runs, Metric metric, double median) {
    String at =
        share.count() == 1
            ? metric.value(least)
            : metric.shown(least) + " to " + metric.value(most);
    return ("%s runs of %s ended apart from the others, with a %s of %s where the median is %s: of"
            + " all seeds, %s do so (95 %% interval).")
        .formatted(share.counted(), runs, metric.name(), at, metric.value(median), share.range());
  }

  /** Whether there is one at all. */
  public boolean any() {
    return share.count() > 0;
  }
}
