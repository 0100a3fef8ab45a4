package dev.bottleneck.study.comparison;

import dev.bottleneck.report.Block;
import dev.bottleneck.report.Figure;
import dev.bottleneck.report.HtmlReport;
import dev.bottleneck.report.HtmlReport.Tone;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.study.report.Comparison;
import dev.bottleneck.study.report.IntervalFigures;
import dev.bottleneck.study.report.StudyCurves;
import dev.bottleneck.study.report.StudyTables;
import dev.bottleneck.study.runs.Quantity;
import dev.bottleneck.study.runs.RecordedRun;
import dev.bottleneck.study.runs.Shortened;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A comparison as a page. */
final class ComparisonPage {
  private static final String FILE = "compare.html";

  private ComparisonPage() {}

  static Path write(RunsCompared compared, Path folder) {
    Path page = folder.resolve(FILE);
    for (Path up = folder.toAbsolutePath(); up != null; up = up.getParent()) {
      if (Files.exists(up) && !Files.isDirectory(up)) {
        throw new UserError(
            "%s cannot be written: %s is a file; give a folder with --out DIR".formatted(page, up));
      }
    }
    HtmlReport report = report(compared, folder.toAbsolutePath().normalize());
    try {
      report.write(page);
      return page;
    } catch (IOException e) {
      throw new UserError(
          "%s cannot be written (%s): give a folder you can write to with --out DIR"
              .formatted(page, e.getMessage()),
          e);
    }
  }

  private static HtmlReport report(RunsCompared compared, Path folder) {
    HtmlReport.Builder report =
        HtmlReport.titled("Comparison of %d runs".formatted(compared.runs().size()))
            .subtitle(
                String.join(", ", compared.labels().subList(1, compared.labels().size()))
                    + " against "
                    + compared.labels().get(0));
    compared.notes().forEach(note -> report.lead(note, Tone.UNSURE));
    compared.refusals().forEach(refusal -> report.lead(refusal, Tone.UNSURE));
    compared.verdicts().forEach(verdict -> report.lead(verdict.sentence(), verdict.tone()));
    facts(report, compared);
    report
        .section("Runs")
        .table(ComparisonTables.runs(compared))
        .table(ComparisonTables.differences(compared, Integer.MAX_VALUE));
    results(report, compared);
    curves(report, compared);
    ComparisonPictures.Rows pictures = ComparisonPictures.of(compared);
    pictures.rows().forEach(row -> report.section(row.title()).row(row.figures()));
    if (pictures.leftOut() > 0) {
      report.paragraph(
          "Pictures of %d further kinds are left out, as they are too large for a page."
              .formatted(pictures.leftOut()));
    }
    report.section("Measures").table(ComparisonTables.measures(compared)).section("Record");
    for (Side side : compared.sides()) {
      report.details(side.label() + ": config.yaml", side.run().configurationText());
    }
    return report.files(reports(compared, folder)).build();
  }

  private static void facts(HtmlReport.Builder report, RunsCompared compared) {
    report
        .fact("Baseline", compared.labels().get(0))
        .fact("Data", each(compared, ComparisonPage::data))
        .fact("Measured on", each(compared, r -> r.configuration().evaluateOn().toString()))
        .fact("Started", each(compared, run -> run.record().startedText() + " UTC"))
        .fact("Commit", each(compared, run -> Shortened.hashes(run.record().commits())));
  }

  private static String data(RecordedRun run) {
    return run.record().data().orElse("unknown")
        + run.record().examples("train").stream()
            .mapToObj(n -> String.format(Locale.ROOT, ": %,d to train on", n))
            .collect(Collectors.joining());
  }

  /** What is the same for all is said once. */
  private static String each(RunsCompared compared, Function<RecordedRun, String> what) {
    List<String> values = compared.runs().stream().map(what).toList();
    if (values.stream().distinct().count() == 1) {
      return values.get(0);
    }
    List<String> told = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      told.add("%s (%s)".formatted(values.get(i), compared.labels().get(i)));
    }
    return String.join("; ", told);
  }

  private static void results(HtmlReport.Builder report, RunsCompared compared) {
    report.section("Results");
    for (Side kind : compared.kinds()) {
      report.table(StudyTables.arms(compared.resultOf(kind), kind.metric()));
    }
    List<Comparison> judged = compared.judged();
    if (judged.size() < compared.comparisons().size()) {
      report.table(ComparisonTables.paired(compared));
    }
    if (!judged.isEmpty()) {
      report.table(StudyTables.typical(judged, compared.metric()));
      report.table(StudyTables.average(judged, compared.metric()));
    }
    for (Side kind : compared.kinds()) {
      boolean paired = kind.isLike(compared.sides().get(0));
      IntervalFigures.of(
              compared.resultOf(kind), kind.metric(), paired ? compared.comparisons() : List.of())
          .forEach(report::figure);
    }
  }

  private static void curves(HtmlReport.Builder report, RunsCompared compared) {
    report.section("Learning curves");
    RecordedRun base = compared.runs().get(0);
    if (compared.runs().stream().anyMatch(run -> !Quantity.isSame(base, run, Quantity.LOSS))) {
      report.paragraph(
          "The losses of these runs are other quantities: what compares is how they fall, not how"
              + " high they stand.");
    }
    for (String group : compared.arms().groups()) {
      List<Figure> figures =
          StudyCurves.figures(compared.arms().result(member -> member.group().equals(group)));
      figures.forEach(report::figure);
    }
  }

  private static List<Block.File> reports(RunsCompared compared, Path folder) {
    List<Block.File> files = new ArrayList<>();
    for (Side side : compared.sides()) {
      Path report = side.run().folder().resolve("report.html");
      if (Files.isRegularFile(report)) {
        String path = folder.relativize(report).toString().replace(File.separatorChar, '/');
        files.add(new Block.File(path, "the report of " + side.label()));
      }
    }
    return files;
  }
}
