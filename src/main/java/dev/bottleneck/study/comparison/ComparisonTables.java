package dev.bottleneck.study.comparison;

import dev.bottleneck.evaluation.Metric;
import dev.bottleneck.report.Numbers;
import dev.bottleneck.report.Table;
import dev.bottleneck.report.TextTable;
import dev.bottleneck.runtime.Printable;
import dev.bottleneck.study.report.Comparison;
import dev.bottleneck.study.report.StudyLeads.Lead;
import dev.bottleneck.study.result.Arm;
import dev.bottleneck.study.result.StudyResult;
import dev.bottleneck.study.runs.RecordedRun;
import dev.bottleneck.study.runs.RunTables;
import dev.bottleneck.study.runs.SettingDifference;
import dev.bottleneck.study.runs.Shortened;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A comparison as tables; those for the terminal are narrow. */
final class ComparisonTables {
  /** With more runs each has a row, or the table would be wider than a terminal. */
  private static final int MOST_COLUMNS = 3;

  /** More of measures would hide what was asked for; the page has them. */
  private static final int MOST_ROWS = 32;

  private static final int LONGEST_VALUE = 28;
  private static final int DECIMALS = 4;

  private ComparisonTables() {}

  static String text(RunsCompared compared) {
    StringBuilder text = new StringBuilder();
    tables(compared).forEach(t -> text.append(TextTable.render(t)).append('\n'));
    Stream.of(
            compared.notes().stream(),
            compared.refusals().stream(),
            compared.verdicts().stream().map(Lead::sentence))
        .flatMap(lines -> lines)
        .forEach(line -> text.append(Printable.line(line)).append('\n'));
    return text.toString();
  }

  private static List<Table> tables(RunsCompared compared) {
    List<Table> tables = new ArrayList<>();
    tables.add(runs(compared));
    tables.add(differences(compared, LONGEST_VALUE));
    for (Side kind : compared.kinds()) {
      tables.add(RunTables.means("run", compared.resultOf(kind), kind.metric()));
    }
    if (!compared.comparisons().isEmpty()) {
      tables.add(paired(compared));
    }
    Table measures = measures(compared);
    if (measures.rows().size() <= MOST_ROWS) {
      tables.add(measures);
    }
    return tables;
  }

  /** Which they are, and how far. */
  static Table runs(RunsCompared compared) {
    Set<String> names =
        compared.runs().stream().map(r -> r.configuration().name()).collect(Collectors.toSet());
    boolean several = names.size() > 1;
    Table.Builder table =
        Table.titled(several ? "Runs" : "Runs of " + names.iterator().next()).text("run");
    if (several) {
      table.text("experiment");
    }
    table.text("id").text("state").number("networks");
    for (Side side : compared.sides()) {
      RecordedRun run = side.run();
      int ended = run.result().jobs().size();
      List<String> row = new ArrayList<>();
      row.add(side.label());
      if (several) {
        row.add(run.configuration().name());
      }
      row.addAll(List.of(run.shortId(), run.state()));
      row.add(ended == run.asked() ? "" + ended : ended + " of " + run.asked());
      table.row(row.toArray(String[]::new));
    }
    return table.note("baseline: " + compared.labels().get(0)).build();
  }

  /** What is not the same for all; of longer values the ends. */
  static Table differences(RunsCompared compared, int longest) {
    List<SettingDifference> all = compared.differences();
    List<String> labels = compared.labels();
    if (all.isEmpty()) {
      return Table.titled("Settings that differ: none").text("").build();
    }
    Table.Builder table = Table.titled("Settings that differ");
    if (labels.size() <= MOST_COLUMNS || all.size() > MOST_COLUMNS) {
      table.text("setting");
      labels.forEach(table::text);
      all.forEach(d -> table.row(row(d.key(), Shortened.all(d.values(), longest).stream())));
    } else {
      table.text("run");
      all.forEach(difference -> table.text(difference.key()));
      for (int i = 0; i < labels.size(); i++) {
        int run = i;
        table.row(
            row(labels.get(i), all.stream().map(d -> Shortened.all(d.values(), longest).get(run))));
      }
    }
    long leftOut = SettingDifference.leftOut(compared.runs());
    if (leftOut > 0) {
      table.note(leftOut + " settings that only some experiments have are left out");
    }
    return table.build();
  }

  private static String[] row(String first, Stream<String> values) {
    return Stream.concat(Stream.of(first), values).toArray(String[]::new);
  }

  /**
   * Estimates of all, p-values of those that are judged: of seeds whose number was not fixed they
   * hold nothing.
   */
  static Table paired(RunsCompared compared) {
    List<Comparison> comparisons = compared.comparisons();
    List<Comparison> judged = compared.judged();
    Metric metric = compared.metric();
    boolean several = comparisons.stream().map(Comparison::baseline).distinct().count() > 1;
    String baseline =
        several ? "the same arm of the baseline" : comparisons.get(0).baseline().title();
    Table.Builder table =
        Table.titled("Differences on the same seeds: " + baseline + " − run")
            .text("run")
            .number("seeds")
            .number("lower on")
            .number("median (95 %)")
            .number("sign test p")
            .number("Holm");
    for (Comparison c : comparisons) {
      table.row(
          c.arm().title(),
          Integer.toString(c.paired().n()),
          Integer.toString(c.paired().bLower().count()),
          c.paired().signs().median().text(metric),
          judged.contains(c) ? Numbers.pValue(c.paired().signs().pValue()) : Numbers.ABSENT,
          judged.contains(c) ? Numbers.pValue(c.verdict().signP()) : Numbers.ABSENT);
    }
    return table.build();
  }

  /** All that is not a headline, as it is: measures differ in scale. */
  static Table measures(RunsCompared compared) {
    StudyResult result = compared.result();
    Set<String> told =
        compared.kinds().stream().map(kind -> kind.metric().key()).collect(Collectors.toSet());
    Table.Builder table =
        Table.titled(told.size() > 1 ? "All measures" : "All other measures")
            .text("measure")
            .text("run")
            .number("seeds")
            .number("mean")
            .number("95 % interval");
    result.arms().stream()
        .flatMap(arm -> result.measures(arm).stream())
        .distinct()
        .filter(measure -> told.size() > 1 || !told.contains(measure))
        .forEach(measure -> addMeasure(table, result, measure));
    return table.build();
  }

  private static void addMeasure(Table.Builder table, StudyResult result, String measure) {
    for (Arm arm : result.arms()) {
      result
          .summary(arm, measure)
          .ifPresent(
              s -> {
                // A count, such as that of the parameters, has no decimals.
                boolean count = s.mean() == Math.rint(s.mean()) && Math.abs(s.mean()) >= 10;
                int decimals = count && s.standardDeviation() == 0 ? 0 : DECIMALS;
                boolean spread = s.n() > 1 && s.standardDeviation() > 0;
                table.row(
                    measure,
                    arm.title(),
                    Integer.toString(s.n()),
                    Numbers.fixed(s.mean(), decimals),
                    spread ? s.interval(decimals) : Numbers.ABSENT);
              });
    }
  }
}
