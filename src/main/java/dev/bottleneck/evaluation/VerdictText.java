package dev.bottleneck.evaluation;

import dev.bottleneck.report.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The sentences of a verdict, in the direction of what is claimed: b lowered or raised the metric
 * against a.
 *
 * @param c the comparison
 * @param metric with as many decimals as its differences need
 * @param signP the sign test's p-value, corrected
 * @param family comparisons corrected for
 * @param average 1 if b is lower on average, −1 if it is higher, 0 if neither is shown
 */
record VerdictText(PairedComparison c, Metric metric, double signP, int family, int average) {

  static VerdictText of(PairedComparison c, Metric metric, double signP, int family, int average) {
    Interval median = c.signs().median();
    double largest =
        median.exists()
            ? Math.max(Math.abs(median.lower()), Math.abs(median.upper()))
            : median.estimate();
    boolean usual = !Double.isFinite(largest);
    return new VerdictText(c, usual ? metric : metric.resolving(largest), signP, family, average);
  }

  String shown() {
    return "%s %s the %s against %s, typically by %s and on average by %s."
        .formatted(
            capital(c.nameB()), verb(lowers()), metric.name(), c.nameA(), typically(), mean());
  }

  String typical() {
    return "%s typically %s the %s against %s, by %s. %s"
        .formatted(
            capital(c.nameB()), verb(lowers()), metric.name(), c.nameA(), typically(), onAverage());
  }

  String lostToCorrection() {
    return ("Weak evidence that %s typically %s the %s against %s: on %s seeds, sign test %s, is not"
            + " enough once corrected for %d comparisons.")
        .formatted(
            c.nameB(),
            verb(lowers()),
            metric.name(),
            c.nameA(),
            side().counted(),
            Numbers.pEquals(c.signs().pValue()),
            family);
  }

  String onAverageAlone() {
    boolean lower = average > 0;
    return "Weak evidence that %s %s the %s against %s: on average by %s, but not typically: lower on %s."
        .formatted(
            c.nameB(),
            verb(lower),
            metric.name(),
            c.nameA(),
            interval(turned(c.mean().orElseThrow().strict(), lower), 99),
            seeds(c.bLower()));
  }

  String notShown() {
    String onAverage =
        c.mean().map(m -> "; on average " + interval(possible(m.strict()), 99)).orElse("");
    return "No difference in %s shown between %s and %s: %s lower on %s; %s minus %s typically %s%s."
        .formatted(
            metric.name(),
            c.nameB(),
            c.nameA(),
            c.nameB(),
            seeds(c.bLower()),
            c.nameA(),
            c.nameB(),
            interval(c.signs().median(), 95),
            onAverage);
  }

  String identical() {
    int both = c.arms().failedBoth();
    String seeds = both == 0 ? "all" : "%d of".formatted(c.n() - both);
    return "No difference in %s shown: %s and %s came out the same on %s %d seeds%s."
        .formatted(
            metric.name(),
            c.nameB(),
            c.nameA(),
            seeds,
            c.n(),
            both == 0 ? "" : " and both failed on the others");
  }

  String bothFailed() {
    return "No verdict on %s against %s: both failed on every seed."
        .formatted(c.nameB(), c.nameA());
  }

  String oneSeed() {
    double d = c.signs().median().estimate();
    return "One seed cannot tell %s from %s (%s %s by %s): run more seeds."
        .formatted(
            c.nameB(),
            c.nameA(),
            metric.name(),
            d < 0 ? "higher" : "lower",
            Double.isNaN(d) ? "an unknown amount" : metric.difference(Math.abs(d)));
  }

  String tooFew() {
    int fewest = SignTest.fewest(Verdict.LEVEL, Math.max(1, family));
    return "%d seeds cannot tell %s from %s (lower on %s): %s takes %d at least."
        .formatted(
            c.n(),
            c.nameB(),
            c.nameA(),
            c.bLower().counted(),
            family > 1 ? "a verdict on %d comparisons".formatted(family) : "a verdict",
            fewest);
  }

  String failed() {
    return "No verdict on %s against %s: %s, and could turn it (lower on %s, a failed run counted as worse than any other)."
        .formatted(c.nameB(), c.nameA(), failures(), c.bLower().counted());
  }

  private boolean lowers() {
    return c.signs().positive() > c.signs().negative();
  }

  /** On how many seeds what is claimed is seen. */
  private Share side() {
    return lowers() ? c.bLower() : c.aLower();
  }

  /** {@code 0.80 points (95 % interval 0.59 to 1.01; on 10 of 10 seeds, …)}. */
  private String typically() {
    Interval median = turned(c.signs().median(), lowers());
    String corrected =
        family > 1 ? " after Holm's correction for %d comparisons".formatted(family) : "";
    return "%s (95 %% interval %s; on %s; sign test %s%s)"
        .formatted(
            metric.difference(median.estimate()),
            median.range(metric),
            seeds(side()),
            Numbers.pEquals(signP),
            corrected);
  }

  private String mean() {
    Interval mean = turned(possible(c.mean().orElseThrow().strict()), lowers());
    return "%s (99 %% interval %s)"
        .formatted(metric.difference(mean.estimate()), mean.range(metric));
  }

  private String onAverage() {
    if (c.mean().isEmpty()) {
      return "Of the average nothing is known: %s.".formatted(failures());
    }
    if (c.n() < Verdict.SEEDS_FOR_MEAN) {
      return "Of the average %d seeds tell too little: what befalls %s of seeds may not be among them."
          .formatted(c.n(), Share.of(0, c.n()).range());
    }
    Interval mean = turned(possible(c.mean().get().strict()), lowers());
    String figures =
        "%s, 99 %% interval %s".formatted(metric.difference(mean.estimate()), mean.range(metric));
    String found =
        average == 0
            ? "On average no difference is shown (%s)".formatted(figures)
            : "On average it %s it (%s)".formatted(verb(!lowers()), figures);
    return found + apart().map(reason -> ", since " + reason).orElse("") + ".";
  }

  private Optional<String> apart() {
    List<String> parts = new ArrayList<>();
    c.arms().a().ifPresent(o -> apart(o, c.nameA(), parts));
    c.arms().b().ifPresent(o -> apart(o, c.nameB(), parts));
    return parts.isEmpty()
        ? Optional.empty()
        : Optional.of(String.join(" and ", parts) + " ended apart from the others");
  }

  private static void apart(Outliers outliers, String name, List<String> parts) {
    if (outliers.any()) {
      parts.add("%s runs of %s".formatted(outliers.share().counted(), name));
    }
  }

  /** {@code autoencoder pretraining failed on 1 of 10 seeds}. */
  private String failures() {
    List<String> parts = new ArrayList<>();
    int a = c.arms().failedA() + c.arms().failedBoth();
    int b = c.arms().failedB() + c.arms().failedBoth();
    if (a > 0) {
      parts.add("%s failed on %d of %d seeds".formatted(c.nameA(), a, c.n()));
    }
    if (b > 0) {
      parts.add("%s failed on %d of %d seeds".formatted(c.nameB(), b, c.n()));
    }
    return String.join(" and ", parts);
  }

  private String interval(Interval value, int level) {
    return "%s (%d %% interval %s)"
        .formatted(metric.difference(value.estimate()), level, value.range(metric));
  }

  /** A difference of the metric's values is no wider than they are. */
  private Interval possible(Interval difference) {
    double width = metric.bounds().width();
    return difference.within(-width, width);
  }

  private static String seeds(Share share) {
    return "%s seeds, %s of all".formatted(share.counted(), share.range());
  }

  private static Interval turned(Interval interval, boolean lowers) {
    return lowers ? interval : interval.negated();
  }

  private static String verb(boolean lowers) {
    return lowers ? "lowered" : "raised";
  }

  private static String capital(String text) {
    int first = text.offsetByCodePoints(0, 1);
    return text.substring(0, first).toUpperCase(Locale.ROOT) + text.substring(first);
  }
}
