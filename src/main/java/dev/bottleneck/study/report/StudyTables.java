package dev.bottleneck.study.report;

import dev.bottleneck.evaluation.BootstrapT;
import dev.bottleneck.evaluation.Meaning;
import dev.bottleneck.evaluation.Metric;
import dev.bottleneck.evaluation.Outliers;
import dev.bottleneck.evaluation.PairedComparison;
import dev.bottleneck.evaluation.Summary;
import dev.bottleneck.evaluation.Verdict;
import dev.bottleneck.report.Numbers;
import dev.bottleneck.report.Table;
import dev.bottleneck.study.configuration.Configuration;
import dev.bottleneck.study.result.Arm;
import dev.bottleneck.study.result.StudyResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The tables of a study: each arm by itself, and each pair of arms. */
public final class StudyTables {
  private StudyTables() {}

  /** Each arm's {@code metric} over its seeds. */
  public static Table arms(StudyResult result, Metric metric) {
    return arms(result, metric, Optional.empty());
  }

  /**
   * @param source what was published of the metric, by arm
   */
  static Table arms(StudyResult result, Metric metric, Optional<Configuration<?>> source) {
    boolean published = source.filter(its -> !its.published().isEmpty()).isPresent();
    Table.Builder table =
        Table.titled(capital(metric.nameAndUnit()))
            .text("arm")
            .number("seeds")
            .number("median")
            .number("quartiles")
            .number("range")
            .number("mean (95 %)")
            .number("sd")
            .number("apart");
    if (published) {
      table.number("published");
    }
    for (Arm arm : result.arms()) {
      List<String> row = new ArrayList<>(armRow(arm, result, metric));
      if (published) {
        row.add(metric.shown(source.orElseThrow().published(arm.key())));
      }
      table.row(row.toArray(new String[0]));
    }
    if (result.arms().stream().anyMatch(arm -> result.endedSeeds(arm).size() > 1)) {
      table.note("mean (95 %): with Student's interval");
    }
    if (result.arms().stream().anyMatch(arm -> result.endedSeeds(arm).size() == 2)) {
      table.note(
          "of two seeds hardly anything can be told: the interval has one degree of freedom");
    }
    table.note("apart: runs more than 8 robust standard deviations (1.4826 MAD) from the median");
    if (published) {
      table.note("published: one run each, without a seed or an interval");
    }
    return table.build();
  }

  private static List<String> armRow(Arm arm, StudyResult result, Metric metric) {
    int ended = result.endedSeeds(arm).size();
    Summary s = result.summary(arm, metric.key()).orElse(null);
    if (s == null) {
      String none = Numbers.ABSENT;
      return List.of(arm.title(), "0 of " + ended, none, none, none, none, none, none);
    }
    Outliers apart = Outliers.of(result.values(arm, metric.key()));
    return List.of(
        arm.title(),
        s.n() == ended ? Integer.toString(ended) : s.n() + " of " + ended,
        metric.shown(s.quartiles().median()),
        metric.shown(s.quartiles().first()) + " to " + metric.shown(s.quartiles().third()),
        metric.shown(s.min()) + " to " + metric.shown(s.max()),
        s.ofMean().text(metric),
        metric.shown(s.standardDeviation()),
        Integer.toString(apart.share().count()));
  }

  /** Every measure, a mean over the seeds; measures differ in scale and are shown as they are. */
  public static Table measures(StudyResult result) {
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

  /** Over what, and in what unit, each measure is taken. */
  static Table meanings(StudyResult result) {
    Map<String, List<String>> measures = new LinkedHashMap<>(); // by what they are
    result.arms().stream()
        .flatMap(arm -> result.measures(arm).stream())
        .distinct()
        .forEach(
            measure ->
                Meaning.of(measure)
                    .ifPresent(
                        is -> measures.computeIfAbsent(is, i -> new ArrayList<>()).add(measure)));
    Table.Builder table = Table.titled("What the measures are").text("measure").text("is");
    measures.forEach(
        (is, of) -> {
          String last = of.size() == 1 ? "" : " to " + of.get(of.size() - 1);
          table.row(of.get(0) + last, is);
        });
    return table.build();
  }

  private static String mean(StudyResult result, Arm arm, String measure) {
    double mean = result.summary(arm, measure).map(Summary::mean).orElse(Double.NaN);
    // A count, such as that of the parameters, has no decimals.
    return Numbers.fixed(mean, mean == Math.rint(mean) && Math.abs(mean) >= 10 ? 0 : 4);
  }

  /** What is typical: signs and ranks, which no single seed can turn. */
  public static Table typical(List<Comparison> comparisons, Metric metric) {
    Table.Builder table =
        Table.titled("What is typical: differences on the same seeds, baseline − arm")
            .text("arm against baseline")
            .number("lower on")
            .number("of all seeds")
            .number("sign test p")
            .number("Holm")
            .number("median (95 %)")
            .number("Hodges–Lehmann (95 %)")
            .number("Wilcoxon p");
    for (Comparison c : comparisons) {
      PairedComparison p = c.paired();
      table.row(
          c.arm().title() + " against " + c.baseline().title(),
          p.bLower().counted(),
          p.bLower().range(),
          Numbers.pValue(p.signs().pValue()),
          Numbers.pValue(c.verdict().signP()),
          p.signs().median().text(metric),
          p.center().text(metric),
          Numbers.pValue(p.wilcoxonP()));
    }
    return table
        .note("lower on: seeds on which the arm is below the baseline; of all seeds: exact 95 %")
        .note("Holm: the sign test's p corrected for the number of pairs")
        .note("Hodges–Lehmann, Wilcoxon: suppose differences symmetric about their centre")
        .build();
  }

  /** What holds on average, where no run failed: rare outcomes weigh in it. */
  public static Table average(List<Comparison> comparisons, Metric metric) {
    boolean classifiers = comparisons.stream().anyMatch(c -> c.newExamples().isPresent());
    Table.Builder table =
        Table.titled("What holds on average: the mean of the same differences")
            .text("arm against baseline")
            .number("mean (95 %)")
            .number("sd")
            .number("bootstrap 95 %")
            .number("Holm p");
    if (classifiers) {
      table.number("for other examples, too");
    }
    for (Comparison c : comparisons) {
      List<String> row = new ArrayList<>(averageRow(c, metric));
      if (classifiers) {
        row.add(c.newExamples().map(i -> i.range(metric)).orElse(Numbers.ABSENT));
      }
      table.row(row.toArray(new String[0]));
    }
    table
        .note(
            "mean (95 %%): with Student's interval; bootstrap: studentised, from %d seeds on"
                .formatted(BootstrapT.FEWEST))
        .note(
            "Holm p: the t-test's, corrected for the number of pairs; from %d seeds on"
                .formatted(Verdict.SEEDS_FOR_MEAN));
    if (classifiers) {
      table.note("for other examples, too: 95 % interval with examples as random as seeds");
    }
    return table.build();
  }

  private static List<String> averageRow(Comparison c, Metric metric) {
    String name = c.arm().title() + " against " + c.baseline().title();
    PairedComparison.MeanDifference mean = c.paired().mean().orElse(null);
    if (mean == null) {
      String none = Numbers.ABSENT;
      return List.of(name, none, none, none, none);
    }
    Metric.Bounds bounds = metric.bounds();
    boolean enough = c.paired().n() >= Verdict.SEEDS_FOR_MEAN;
    return List.of(
        name,
        mean.student().within(-bounds.width(), bounds.width()).text(metric),
        metric.shown(mean.standardDeviation()),
        mean.bootstrap().within(-bounds.width(), bounds.width()).range(metric),
        enough ? Numbers.pValue(c.verdict().meanP()) : Numbers.ABSENT);
  }

  private static String capital(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }
}
