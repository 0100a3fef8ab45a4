package dev.bottleneck.evaluation;

import dev.bottleneck.report.HtmlReport;
import dev.bottleneck.report.Numbers;
import java.util.Locale;

/**
 * One honest sentence about a comparison: what follows from it, and what does not.
 *
 * <p>A difference counts as shown when the paired t-test, after Holm's correction where there is a
 * family, falls below 5 % and the signed-rank test does not contradict it. With fewer than six
 * seeds the signed-rank test cannot reach 5 % at all; there it agrees if every seed points the same
 * way, and the sentence says that the t-test stands alone.
 *
 * @param outcome what follows
 * @param sentence for the reader
 */
public record Verdict(Outcome outcome, String sentence) {
  /** What follows for the second arm, b, as against the first, a. */
  public enum Outcome {
    /** b is better. */
    BETTER,
    /** b is worse. */
    WORSE,
    /** The two tests disagree, or only one was possible, or the correction takes it away. */
    WEAK_EVIDENCE,
    /** The data agree with no difference. They do not show that there is none. */
    NOT_SHOWN,
    /** No test is possible. */
    UNDECIDED
  }

  private static final double LEVEL = 0.05;
  private static final int SEEDS_FOR_RANKS = 6;

  /** The verdict on a single comparison. */
  public static Verdict of(PairedComparison comparison, Metric metric) {
    return of(comparison, metric, comparison.tTestP(), 1);
  }

  /**
   * The verdict on one of several comparisons.
   *
   * @param adjustedP p-value of the paired t-test after {@link HolmAdjustment}
   * @param family number of comparisons corrected for
   */
  public static Verdict of(
      PairedComparison comparison, Metric metric, double adjustedP, int family) {
    Summary d = comparison.difference();
    double largest =
        Double.isNaN(d.lower()) ? d.mean() : Math.max(Math.abs(d.lower()), Math.abs(d.upper()));
    Wording words = new Wording(comparison, metric.resolving(largest), adjustedP, family);
    if (!Double.isFinite(d.mean())) {
      return new Verdict(Outcome.UNDECIDED, words.notFinite());
    }
    if (comparison.n() == 1) {
      return new Verdict(Outcome.UNDECIDED, words.oneSeed());
    }
    if (!comparison.varies()) {
      return d.mean() == 0
          ? new Verdict(Outcome.NOT_SHOWN, words.identical())
          : new Verdict(Outcome.WEAK_EVIDENCE, words.constant());
    }
    boolean interval = comparison.tTestP() < LEVEL;
    boolean ranks = ranksAgree(comparison);
    if (!interval && !(comparison.wilcoxonP() < LEVEL)) {
      return new Verdict(Outcome.NOT_SHOWN, words.notShown());
    }
    if (!interval || !ranks) {
      return new Verdict(Outcome.WEAK_EVIDENCE, words.disagree());
    }
    if (!(adjustedP < LEVEL)) {
      return new Verdict(Outcome.WEAK_EVIDENCE, words.lostToCorrection());
    }
    boolean lowered = d.mean() > 0;
    Outcome outcome = lowered == metric.lowerIsBetter() ? Outcome.BETTER : Outcome.WORSE;
    return new Verdict(outcome, words.shown());
  }

  /** How a report colours the sentence. */
  public HtmlReport.Tone tone() {
    return switch (outcome) {
      case BETTER -> HtmlReport.Tone.GOOD;
      case WORSE -> HtmlReport.Tone.BAD;
      case WEAK_EVIDENCE, UNDECIDED -> HtmlReport.Tone.UNSURE;
      case NOT_SHOWN -> HtmlReport.Tone.NEUTRAL;
    };
  }

  private static boolean ranksAgree(PairedComparison c) {
    boolean oneWay = c.bLower() == c.n() || c.aLower() == c.n();
    return c.wilcoxonP() < LEVEL || (c.n() < SEEDS_FOR_RANKS && oneWay);
  }

  /** The sentences. */
  private record Wording(PairedComparison c, Metric metric, double adjustedP, int family) {
    String shown() {
      String ranks =
          c.n() < SEEDS_FOR_RANKS
              ? " With %d seeds the t-test stands alone: the signed-rank test needs %d to speak."
                  .formatted(c.n(), SEEDS_FOR_RANKS)
              : "";
      return capital(claim()) + " (" + figures() + ")." + ranks;
    }

    String disagree() {
      return "Weak evidence that %s (%s, signed-rank %s): the two tests disagree; run more seeds."
          .formatted(claim(), figures(), Numbers.pEquals(c.wilcoxonP()));
    }

    String lostToCorrection() {
      return "Weak evidence that %s (%s): not enough once corrected for %d comparisons."
          .formatted(claim(), figures(), family);
    }

    String notShown() {
      Summary d = c.difference();
      double bound = Math.max(Math.abs(d.lower()), Math.abs(d.upper()));
      return ("No difference in %s shown between %s and %s (%s minus %s: %s, 95 %% interval"
              + " %s, %d seeds, paired t-test %s); a difference of up to %s cannot be excluded.")
          .formatted(
              metric.name(),
              c.nameB(),
              c.nameA(),
              c.nameA(),
              c.nameB(),
              metric.difference(d.mean()),
              interval(d.lower(), d.upper()),
              c.n(),
              p(),
              metric.difference(bound));
    }

    String identical() {
      return "No difference in %s shown: %s and %s came out the same in all %d seeds."
          .formatted(metric.name(), c.nameB(), c.nameA(), c.n());
    }

    String constant() {
      return ("Weak evidence that %s: by the same amount in all %d seeds, and without spread no"
              + " t-test is possible; run more seeds.")
          .formatted(claim(), c.n());
    }

    String oneSeed() {
      double d = c.difference().mean();
      return "One seed cannot tell %s from %s (%s %s, difference %s): run more seeds."
          .formatted(
              c.nameB(),
              c.nameA(),
              metric.name(),
              metric.shown(c.b().mean()) + " against " + metric.shown(c.a().mean()),
              metric.difference(Math.abs(d)));
    }

    String notFinite() {
      return ("No verdict on %s against %s: the %s is not a finite number in at least one seed (has"
              + " training diverged?).")
          .formatted(c.nameB(), c.nameA(), metric.name());
    }

    private String claim() {
      double d = c.difference().mean();
      return "%s %s the %s by %s against %s"
          .formatted(
              c.nameB(),
              d > 0 ? "lowered" : "raised",
              metric.name(),
              metric.difference(Math.abs(d)),
              c.nameA());
    }

    /** The interval of the size claimed: turned round where b is the higher one. */
    private String figures() {
      Summary d = c.difference();
      boolean lowered = d.mean() > 0;
      return "95 %% interval %s, %d of %d seeds, paired t-test %s"
          .formatted(
              lowered ? interval(d.lower(), d.upper()) : interval(-d.upper(), -d.lower()),
              lowered ? c.bLower() : c.aLower(),
              c.n(),
              p());
    }

    private String interval(double lower, double upper) {
      return metric.shown(lower) + " to " + metric.shown(upper);
    }

    private String p() {
      return family == 1
          ? Numbers.pEquals(c.tTestP())
          : "%s after Holm's correction for %d comparisons"
              .formatted(Numbers.pEquals(adjustedP), family);
    }

    private static String capital(String text) {
      int first = text.offsetByCodePoints(0, 1);
      return text.substring(0, first).toUpperCase(Locale.ROOT) + text.substring(first);
    }
  }
}
