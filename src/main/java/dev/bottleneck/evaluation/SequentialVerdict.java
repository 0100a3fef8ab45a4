package dev.bottleneck.evaluation;

import java.util.Locale;

/**
 * What follows of a comparison to which seeds are added until it is settled: whether one arm is
 * lower on more than half of all seeds, by a {@link ConfidenceSequence}. The comparisons share the
 * error of 5 % evenly (Bonferroni).
 *
 * @param direction 1 if b is lower, −1 if a is, 0 if it is not settled
 * @param sentence for the reader
 */
public record SequentialVerdict(int direction, String sentence) {
  private static final double ERROR = 0.05;

  /**
   * The verdict after the seeds so far, a failed run counted as worse than any other.
   *
   * @param comparisons how many are made at once
   */
  public static SequentialVerdict of(PairedComparison c, Metric metric, int comparisons) {
    ConfidenceSequence sequence =
        ConfidenceSequence.of(
            c.signs().positive(), c.signs().negative(), ERROR / Math.max(1, comparisons));
    int direction = sequence.lower() > 0.5 ? 1 : sequence.upper() < 0.5 ? -1 : 0;
    String share =
        String.format(
            Locale.ROOT, "%.0f to %.0f %%", 100 * sequence.lower(), 100 * sequence.upper());
    String seen =
        "lower on %s seeds, %s of all%s, at every look at once"
            .formatted(
                c.bLower().counted(),
                share,
                comparisons > 1 ? ", corrected for %d comparisons".formatted(comparisons) : "");
    String sentence =
        direction == 0
            ? "Not settled after %d seeds whether %s or %s has the lower %s (%s %s)."
                .formatted(c.n(), c.nameB(), c.nameA(), metric.name(), c.nameB(), seen)
            : "Settled after %d seeds: %s typically %s the %s against %s, by %s (%s)."
                .formatted(
                    c.n(),
                    c.nameB(),
                    direction > 0 ? "lowered" : "raised",
                    metric.name(),
                    c.nameA(),
                    metric.difference(Math.abs(c.signs().median().estimate())),
                    seen);
    return new SequentialVerdict(direction, sentence);
  }

  /** Whether a question is answered. */
  public boolean settled() {
    return direction != 0;
  }
}
