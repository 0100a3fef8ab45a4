package dev.bottleneck.study;

import dev.bottleneck.evaluation.McNemar;
import dev.bottleneck.evaluation.Metric;
import dev.bottleneck.evaluation.PairedComparison;
import dev.bottleneck.evaluation.Summary;
import dev.bottleneck.report.Numbers;
import dev.bottleneck.report.Table;
import java.util.List;
import java.util.stream.Stream;

/** The two tables of a study: each arm by itself, and each pair of arms. */
final class StudyTables {
  private StudyTables() {}

  static Table arms(StudyResult result, Metric metric, Configuration<?> configuration) {
    boolean published = !configuration.published().isEmpty();
    Table.Builder table =
        Table.titled(capital(metric.nameAndUnit()))
            .text("arm")
            .number("seeds")
            .number("mean")
            .number("sd")
            .number("95 % interval")
            .number("lowest")
            .number("highest");
    if (published) {
      table.number("published");
    }
    for (Arm arm : result.arms()) {
      List<String> row = new java.util.ArrayList<>(armRow(arm, result, metric));
      if (published) {
        row.add(metric.shown(configuration.published(arm)));
      }
      table.row(row.toArray(new String[0]));
    }
    if (published) {
      table.note("published: one run each, without a seed or an interval");
    }
    return table.build();
  }

  private static List<String> armRow(Arm arm, StudyResult result, Metric metric) {
    Summary s = result.summary(arm, metric.key()).orElse(null);
    if (s == null) {
      String none = Numbers.ABSENT;
      return List.of(arm.title(), "0", none, none, none, none, none);
    }
    return List.of(
        arm.title(),
        Integer.toString(s.n()),
        metric.shown(s.mean()),
        metric.shown(s.standardDeviation()),
        interval(s, metric),
        metric.shown(s.min()),
        metric.shown(s.max()));
  }

  /** Every measure, a mean over the seeds; measures differ in scale and are shown as they are. */
  static Table measures(StudyResult result) {
    Table.Builder table = Table.titled("All measures, means over the seeds").text("measure");
    result.arms().forEach(arm -> table.number(arm.title()));
    result.arms().stream()
        .flatMap(arm -> result.measures(arm).stream())
        .distinct()
        .forEach(
            measure ->
                table.row(
                    Stream.concat(
                            Stream.of(measure),
                            result.arms().stream().map(arm -> mean(result, arm, measure)))
                        .toArray(String[]::new)));
    return table.build();
  }

  private static String mean(StudyResult result, Arm arm, String measure) {
    double mean = result.summary(arm, measure).map(Summary::mean).orElse(Double.NaN);
    // A count, such as that of the parameters, has no decimals.
    return Numbers.fixed(mean, mean == Math.rint(mean) && Math.abs(mean) >= 10 ? 0 : 4);
  }

  static Table comparisons(List<Comparison> comparisons, Metric metric) {
    Table.Builder table =
        Table.titled("Paired differences on the same seeds, baseline − arm")
            .text("arm against baseline")
            .number("difference")
            .number("95 % interval")
            .number("lower in")
            .number("t-test p")
            .number("Holm")
            .number("Wilcoxon p")
            .number("McNemar p");
    for (Comparison c : comparisons) {
      PairedComparison p = c.paired();
      table.row(
          c.arm().title() + " against " + c.baseline().title(),
          metric.shown(p.difference().mean()),
          interval(p.difference(), metric),
          p.bLower() + " of " + p.n(),
          Numbers.pValue(p.tTestP()),
          Numbers.pValue(c.adjustedP()),
          Numbers.pValue(p.wilcoxonP()),
          c.mcNemar().map(McNemar::pValue).map(Numbers::pValue).orElse(Numbers.ABSENT));
    }
    return table
        .note("lower in: seeds on which the arm is below the baseline")
        .note("Holm: the t-test's p corrected for the number of pairs")
        .note("McNemar: exact test on the single examples of the first seed alone")
        .build();
  }

  private static String interval(Summary s, Metric metric) {
    return s.n() == 1 ? Numbers.ABSENT : metric.shown(s.lower()) + " to " + metric.shown(s.upper());
  }

  private static String capital(String text) {
    return text.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + text.substring(1);
  }
}
