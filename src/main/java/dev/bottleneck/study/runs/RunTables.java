package dev.bottleneck.study.runs;

import dev.bottleneck.evaluation.Metric;
import dev.bottleneck.evaluation.Summary;
import dev.bottleneck.report.Numbers;
import dev.bottleneck.report.Table;
import dev.bottleneck.report.TextTable;
import dev.bottleneck.runtime.Printable;
import dev.bottleneck.study.configuration.Configuration;
import dev.bottleneck.study.report.StudyTables;
import dev.bottleneck.study.result.Arm;
import dev.bottleneck.study.result.StudyResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Runs for the terminal: all, one, the best; no wider than they must be. */
public final class RunTables {
  private static final int HEAD = 2;
  private static final String INDENT = " ".repeat(8);

  private RunTables() {}

  /** Each run, and below it what it measured and what it was asked for that is not shipped. */
  public static String list(RunCatalog catalog) {
    Table.Builder table =
        Table.titled("")
            .text("id")
            .text("experiment")
            .text("begun, UTC")
            .text("state")
            .number("seeds");
    for (RecordedRun run : catalog.runs()) {
      table.row(
          run.shortId(),
          run.configuration().name(),
          run.record().startedText(),
          run.state(),
          seeds(run));
    }
    if (catalog.runs().isEmpty()) {
      return unreadable(catalog) + "There are no runs yet.\n";
    }
    List<String> rows = TextTable.render(table.build()).lines().toList();
    List<Optional<Map<String, String>>> changed = catalog.changed();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < rows.size(); i++) {
      text.append(rows.get(i)).append('\n');
      if (i >= HEAD) {
        below(catalog.runs().get(i - HEAD), settings(changed.get(i - HEAD)), text);
      }
    }
    return text + unreadable(catalog);
  }

  /** What is of any length stands below its run, where a terminal wraps it best. */
  private static void below(RecordedRun run, String settings, StringBuilder text) {
    List<String> lines = new ArrayList<>();
    if (run.arms().size() == 1) {
      String measured = measured(run, run.arms().get(0));
      lines.add(settings.isEmpty() ? measured : measured + "; " + settings);
    } else {
      run.arms().forEach(arm -> lines.add(measured(run, arm) + ", " + arm.title()));
      lines.add(settings);
    }
    lines.stream()
        .filter(line -> !line.isEmpty())
        .forEach(line -> text.append(INDENT).append(Printable.line(line)).append('\n'));
  }

  private static String unreadable(RunCatalog catalog) {
    return catalog.unreadable().stream()
        .map(line -> "Cannot be read: " + line + "\n")
        .collect(Collectors.joining());
  }

  private static String settings(Optional<Map<String, String>> changed) {
    return changed.map(RunTables::joined).orElse("no experiment of that name is shipped");
  }

  private static String joined(Map<String, String> settings) {
    return settings.entrySet().stream()
        .map(setting -> setting.getKey() + " " + setting.getValue())
        .collect(Collectors.joining(", "));
  }

  /** Those on which all arms have a result. */
  private static String seeds(RecordedRun run) {
    long ended =
        run.arms().stream().mapToLong(arm -> run.result().seeds(arm).size()).min().orElse(0);
    int asked = run.configuration().seeds();
    return ended == asked ? Long.toString(ended) : ended + " of " + asked;
  }

  /** Such as "test error 1.42 %". */
  private static String measured(RecordedRun run, Arm arm) {
    Metric metric = run.headline();
    return metric.name()
        + " "
        + run.result()
            .summary(arm, metric.key())
            .map(s -> metric.value(s.mean()))
            .orElse(Numbers.ABSENT);
  }

  /** What one wants to know of a run. */
  public static String show(RecordedRun run) {
    RunCatalog alone = new RunCatalog(List.of(run), List.of());
    Configuration<?> configuration = run.configuration();
    String took =
        run.record().seconds().stream()
            .mapToObj(s -> String.format(Locale.ROOT, ", took %.0f s", s))
            .collect(Collectors.joining());
    String networks = "; %d of %d networks have ended".formatted(ended(run), run.asked());
    String changed = alone.changed().get(0).map(RunTables::joined).orElse("all of its own");
    StringBuilder text = new StringBuilder();
    line(text, "run", run.id() + " of " + configuration.name() + ": " + run.title());
    line(text, "state", run.state() + (ended(run) == run.asked() ? "" : networks));
    line(text, "begun", run.record().startedText() + " UTC" + took);
    line(text, "data", data(run));
    line(text, "seeds", run.settings().get("seeds"));
    line(text, "commit", Shortened.hashes(run.record().commits()));
    line(text, "settings", changed.isEmpty() ? "as shipped" : changed);
    line(text, "report", run.folder().resolve("report.html").toString());
    text.append('\n').append(TextTable.render(means("arm", run.result(), run.headline())));
    text.append('\n').append(TextTable.render(StudyTables.measures(run.result())));
    run.result().failures().forEach(f -> text.append("Failed: " + Printable.line(f) + "\n"));
    return text.toString();
  }

  private static int ended(RecordedRun run) {
    return run.result().jobs().size();
  }

  private static void line(StringBuilder text, String name, String value) {
    text.append(String.format(Locale.ROOT, "%-9s %s%n", name, Printable.line(value)));
  }

  private static String data(RecordedRun run) {
    String part = run.configuration().evaluateOn().toString();
    return run.record().data().orElse("unknown")
        + count(run, "train", ": %,d to train on")
        + count(run, part, ", measured on %,d of its " + part + " part");
  }

  private static String count(RecordedRun run, String part, String words) {
    return run.record().examples(part).stream()
        .mapToObj(n -> String.format(Locale.ROOT, words, n))
        .collect(Collectors.joining());
  }

  /** The best first. */
  public static String ranking(RunRanking ranking) {
    Metric metric = ranking.rows().get(0).metric();
    String name = metric.nameAndUnit();
    Table.Builder table =
        Table.titled(
                "By " + name + ", " + (metric.lowerIsBetter() ? "lowest" : "highest") + " first")
            .text("id")
            .text("run")
            .number("seeds")
            .number("mean (95 %)");
    for (RunRanking.Row row : ranking.rows()) {
      table.row(
          row.run().shortId(),
          row.label() + (row.run().arms().size() > 1 ? ", " + row.arm().title() : ""),
          row.isWhole() ? "" + row.seeds() : survivors(row),
          row.summary().ofMean().text(row.metric()));
    }
    ranking.notes().forEach(table::note);
    return TextTable.render(table.build());
  }

  /** Such as "3 of 7, 1 failed" or "3 of 7, running". */
  private static String survivors(RunRanking.Row row) {
    String failed = row.failed() == 0 ? "" : ", " + row.failed() + " failed";
    String state = row.run().ended() ? "" : ", " + row.run().state();
    return row.seeds() + " of " + row.asked() + failed + state;
  }

  /**
   * A measure of each arm over its seeds.
   *
   * @param what the arms are called
   */
  public static Table means(String what, StudyResult result, Metric metric) {
    String name = metric.nameAndUnit();
    Table.Builder table =
        Table.titled(name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1))
            .text(what)
            .number("seeds")
            .number("median")
            .number("mean (95 %)")
            .number("sd");
    for (Arm arm : result.arms()) {
      int ended = result.endedSeeds(arm).size();
      Summary s = result.summary(arm, metric.key()).orElse(null);
      if (s == null) {
        String none = Numbers.ABSENT;
        table.row(arm.title(), "0 of " + ended, none, none, none);
        continue;
      }
      table.row(
          arm.title(),
          s.n() == ended ? "" + ended : s.n() + " of " + ended,
          metric.shown(s.quartiles().median()),
          s.ofMean().text(metric),
          metric.shown(s.standardDeviation()));
    }
    return table.build();
  }
}
