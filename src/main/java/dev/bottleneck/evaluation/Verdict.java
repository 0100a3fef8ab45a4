package dev.bottleneck.evaluation;

import java.util.ArrayList;
import java.util.List;

/**
 * One honest sentence about a comparison: what follows from it, and what does not.
 *
 * <p>Two questions are answered apart. <em>Typically</em>: is one arm lower on more than half of
 * all seeds? The exact sign test answers, which needs no supposition on the distribution. <em>On
 * average</em>: is its mean lower? A t-test answers, the studentised bootstrap's interval must
 * agree, and {@value #SEEDS_FOR_MEAN} seeds are asked for: the mean depends on rare outcomes, and
 * fewer seeds may hold none of them. Both are corrected by Holm's method for the comparisons made
 * at once.
 *
 * <p>A run that failed counts as worse than any other; where failed runs could turn what is
 * typical, there is no verdict, and of the mean none is given.
 *
 * @param outcome what follows
 * @param sentence for the reader
 * @param signP the sign test's p-value after Holm's correction; NaN without a test
 * @param meanP the paired t-test's p-value after Holm's correction; NaN without a test
 */
public record Verdict(Outcome outcome, String sentence, double signP, double meanP) {
  /** What follows for the second arm, b, as against the first, a. */
  public enum Outcome {
    /** b is better, typically and on average. */
    BETTER("better, typically and on average"),
    /** b is typically better; on average that is not shown. */
    TYPICALLY_BETTER("typically better, on average not shown"),
    /** b is typically better and on average worse, or the other way round. */
    DIVIDED("typically one way, on average the other"),
    /** b is typically worse; on average that is not shown. */
    TYPICALLY_WORSE("typically worse, on average not shown"),
    /** b is worse, typically and on average. */
    WORSE("worse, typically and on average"),
    /** Shown on average alone, or taken away by the correction. */
    WEAK_EVIDENCE("weak evidence"),
    /** The data agree with no difference. They do not show that there is none. */
    NOT_SHOWN("no difference shown"),
    /** Too few seeds, or failed runs could turn it. */
    UNDECIDED("undecided");

    private final String words;

    Outcome(String words) {
      this.words = words;
    }

    /** The outcome in a few words. */
    public String words() {
      return words;
    }
  }

  /** Seeds from which a verdict on the mean is given. */
  public static final int SEEDS_FOR_MEAN = 50;

  static final double LEVEL = 0.05;

  /** Of a claim on the mean. */
  private static final double STRICT_LEVEL = 0.01;

  /** The verdict on a single comparison. */
  public static Verdict of(PairedComparison comparison, Metric metric) {
    return of(List.of(comparison), metric).get(0);
  }

  /** The verdicts on comparisons made at once, each corrected for all. */
  public static List<Verdict> of(List<PairedComparison> comparisons, Metric metric) {
    double[] signs = comparisons.stream().mapToDouble(c -> c.signs().pValue()).toArray();
    double[] means =
        comparisons.stream()
            .mapToDouble(c -> c.mean().map(m -> m.tTestP()).orElse(Double.NaN))
            .toArray();
    double[] adjusted = HolmAdjustment.adjust(signs);
    double[] adjustedMeans = HolmAdjustment.adjust(means);
    List<Verdict> verdicts = new ArrayList<>();
    for (int i = 0; i < signs.length; i++) {
      Claims claims = new Claims(comparisons.get(i), signs, i, adjustedMeans[i]);
      VerdictText text =
          VerdictText.of(
              comparisons.get(i),
              metric,
              adjusted[i],
              HolmAdjustment.members(signs),
              claims.average());
      Outcome outcome = claims.outcome(metric.lowerIsBetter());
      verdicts.add(
          new Verdict(outcome, claims.sentence(text, outcome), adjusted[i], adjustedMeans[i]));
    }
    return verdicts;
  }

  /**
   * What can be claimed of one comparison; a claim is 1 if b is lower, −1 if a is, 0 if neither is
   * shown.
   *
   * @param signs the sign tests' p-values of the family
   * @param index which of them is the comparison's own
   * @param meanP the t-test's p-value, corrected
   */
  private record Claims(PairedComparison c, double[] signs, int index, double meanP) {
    /** With failed runs as the worst of all. */
    int typical() {
      return typical(c.signs().positive(), c.signs().negative());
    }

    private int typical(int positive, int negative) {
      double[] p = signs.clone();
      p[index] = SignTest.pValue(positive, negative);
      return HolmAdjustment.adjust(p)[index] < LEVEL ? Integer.signum(positive - negative) : 0;
    }

    int average() {
      if (c.mean().isEmpty() || c.n() < SEEDS_FOR_MEAN || !(meanP < STRICT_LEVEL)) {
        return 0;
      }
      Interval bootstrap = c.mean().get().strictBootstrap();
      double mean = bootstrap.estimate();
      return bootstrap.excludesZero() ? (int) Math.signum(mean) : 0;
    }

    /** Whether the claim could be another one had the runs that failed ended well. */
    boolean failuresCouldTurn() {
      int positive = c.signs().positive();
      int negative = c.signs().negative();
      int a = c.arms().failedA();
      int b = c.arms().failedB();
      int both = c.arms().failedBoth();
      return typical(positive - a, negative + a + both) != typical()
          || typical(positive + b + both, negative - b) != typical();
    }

    boolean tooFew() {
      return c.n() < SignTest.fewest(LEVEL, Math.max(1, HolmAdjustment.members(signs)));
    }

    boolean identical() {
      return c.signs().positive() + c.signs().negative() == 0;
    }

    boolean bothFailed() {
      return c.arms().failedBoth() == c.n();
    }

    Outcome outcome(boolean lowerIsBetter) {
      if (c.n() == 1 || bothFailed() || (c.arms().failed() > 0 && failuresCouldTurn())) {
        return Outcome.UNDECIDED;
      }
      if (identical()) {
        return Outcome.NOT_SHOWN;
      }
      if (tooFew()) {
        return Outcome.UNDECIDED;
      }
      int typical = typical();
      if (typical == 0) {
        boolean weak = average() != 0 || c.signs().pValue() < LEVEL;
        return weak ? Outcome.WEAK_EVIDENCE : Outcome.NOT_SHOWN;
      }
      boolean better = typical > 0 == lowerIsBetter;
      if (average() == typical) {
        return better ? Outcome.BETTER : Outcome.WORSE;
      }
      if (average() == -typical) {
        return Outcome.DIVIDED;
      }
      return better ? Outcome.TYPICALLY_BETTER : Outcome.TYPICALLY_WORSE;
    }

    String sentence(VerdictText text, Outcome outcome) {
      return switch (outcome) {
        case BETTER, WORSE -> text.shown();
        case TYPICALLY_BETTER, TYPICALLY_WORSE, DIVIDED -> text.typical();
        case WEAK_EVIDENCE -> average() == 0 ? text.lostToCorrection() : text.onAverageAlone();
        case NOT_SHOWN -> identical() ? text.identical() : text.notShown();
        case UNDECIDED -> undecided(text);
      };
    }

    private String undecided(VerdictText text) {
      if (bothFailed()) {
        return text.bothFailed();
      }
      if (c.n() == 1) {
        return text.oneSeed();
      }
      return c.arms().failed() > 0 && failuresCouldTurn() ? text.failed() : text.tooFew();
    }
  }
}
