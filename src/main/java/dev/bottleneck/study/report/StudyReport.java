package dev.bottleneck.study.report;

import dev.bottleneck.data.Splits;
import dev.bottleneck.device.FailureLine;
import dev.bottleneck.evaluation.Metric;
import dev.bottleneck.report.Block;
import dev.bottleneck.report.Figure;
import dev.bottleneck.report.HtmlReport;
import dev.bottleneck.report.RunFolder;
import dev.bottleneck.report.Table;
import dev.bottleneck.report.TextTable;
import dev.bottleneck.study.configuration.Configuration;
import dev.bottleneck.study.experiment.Experiment;
import dev.bottleneck.study.figures.StudyFigures;
import dev.bottleneck.study.result.ArmPair;
import dev.bottleneck.study.result.StudyResult;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a person reads of a study: the verdict, the tables, the pictures. */
public final class StudyReport<H extends Record> {
  private static final Logger log = LoggerFactory.getLogger(StudyReport.class);

  private final Experiment<H> experiment;
  private final Configuration<H> configuration;
  private final Metric metric;
  private final StudyResult result;
  private final Splits data;
  private final List<Comparison> comparisons;
  private final Replication replication;
  private final List<ApartRuns> apart;
  private final List<StudyLeads.Lead> leads;
  private final boolean interrupted;
  private Optional<String> drawn = Optional.empty(); // why figures are missing

  public StudyReport(
      Experiment<H> experiment,
      Configuration<H> configuration,
      Metric metric,
      StudyResult result,
      Splits data,
      boolean interrupted) {
    this.experiment = experiment;
    this.configuration = configuration;
    this.metric = metric;
    this.result = result;
    this.data = data;
    this.interrupted = interrupted;
    List<ArmPair> pairs = experiment.pairs(configuration.hyperparameters());
    this.comparisons = Comparison.of(result, pairs, metric);
    this.replication = Replication.of(result, configuration, pairs, metric);
    this.apart = ApartRuns.of(result, metric);
    this.leads = StudyLeads.of(result, configuration, pairs, metric, comparisons, replication);
  }

  /** For the terminal. */
  public String text() {
    StringBuilder text = new StringBuilder("\n");
    tables().forEach(table -> text.append(TextTable.render(table)).append('\n'));
    warnings().forEach(warning -> text.append(warning).append('\n'));
    leads.forEach(lead -> text.append(lead.sentence()).append('\n'));
    return text.toString();
  }

  private List<Table> tables() {
    List<Table> tables = new ArrayList<>();
    tables.add(StudyTables.arms(result, metric, Optional.of(configuration)));
    if (!comparisons.isEmpty()) {
      tables.add(StudyTables.typical(comparisons, metric));
      tables.add(StudyTables.average(comparisons, metric));
      if (replicated()) {
        tables.add(replication.table());
      }
    }
    if (result.arms().stream().anyMatch(arm -> result.measures(arm).size() > 1)) {
      tables.add(StudyTables.measures(result));
    }
    return tables;
  }

  private boolean replicated() {
    return configuration.blocks() > 1 && replication.any();
  }

  private List<String> warnings() {
    List<String> warnings =
        new ArrayList<>(StudyNotes.of(result, configuration, metric, interrupted));
    StudyNotes.fewSteps(configuration, data.train().size()).ifPresent(warnings::add);
    experiment.caution(configuration.hyperparameters()).ifPresent(warnings::add);
    drawn.ifPresent(warnings::add);
    return warnings;
  }

  /** {@code figures/}, {@code summary.json} and {@code report.html}. */
  public void write(StudyFiles files) throws IOException {
    RunFolder folder = files.folder();
    files.conclude(
        result, metric, comparisons, replicated() ? Optional.of(replication) : Optional.empty());
    StudyFigures own =
        new StudyFigures(
            result, data.train(), configuration.evaluationPart(data), configuration, !interrupted);
    draw(own); // first: maps of codes are begun there, on other threads
    List<Figure> figures = figures();
    for (var attachment : own.attachments().entrySet()) {
      folder.write(attachment.getKey(), attachment.getValue());
    }
    HtmlReport.Builder report =
        HtmlReport.titled(experiment.title()).subtitle(configuration.name() + ", " + folder.id());
    warnings().forEach(warning -> report.lead(warning, HtmlReport.Tone.UNSURE));
    leads.forEach(lead -> report.lead(lead.sentence(), lead.tone()));
    facts(report, files.manifest().content());
    report.section("Results");
    tables().forEach(report::table);
    report.table(StudyTables.meanings(result));
    if (!apart.isEmpty()) {
      report.section("Runs that ended apart");
      apart.forEach(runs -> report.table(runs.table()));
    }
    report.section("Pictures");
    figures.forEach(report::figure);
    own.addTo(report);
    folder.figures(report.figures());
    report
        .section("Speed")
        .table(StudyTimings.table(result, files.speed()))
        .table(StudyTimings.shares(result, files.manifest().dataSeconds()));
    report
        .section("Record")
        .details("config.yaml", Files.readString(folder.file("config.yaml")))
        .details("manifest.json", files.manifest().text())
        .files(listing(folder.path()));
    report.build().write(folder.file("report.html"));
  }

  /** What cannot be drawn costs its figure, not the report. */
  private void draw(StudyFigures own) {
    try {
      experiment.draw(own, configuration.hyperparameters());
    } catch (RuntimeException e) {
      log.warn("figures of {} are missing", configuration.name(), e);
      drawn = Optional.of("Some figures could not be drawn: " + FailureLine.of(e) + ".");
    }
  }

  private void facts(HtmlReport.Builder report, Map<String, Object> manifest) {
    report
        .fact("Started", toTheMinute(String.valueOf(manifest.get("started"))))
        .fact("Data", describe(data))
        .fact("Read", data.notes().isEmpty() ? "as published" : String.join("; ", data.notes()))
        .fact("Seeds", seeds())
        .fact("Measured on", configuration.evaluateOn().toString())
        .fact("Commit", String.valueOf(manifest.get("gitCommit")))
        .fact("Machine", ((Map<?, ?>) manifest.get("machine")).get("cpu").toString())
        .fact("Training data SHA-256", data.train().contentHash());
    if (manifest.get("wallSeconds") instanceof Double seconds) {
      report.fact("Wall time", String.format(Locale.ROOT, "%.0f s", seconds));
    }
  }

  private static String toTheMinute(String moment) {
    return moment.replaceFirst("T([0-9]{2}:[0-9]{2}).*", " $1 UTC");
  }

  private String seeds() {
    int ended = result.arms().stream().mapToInt(a -> result.endedSeeds(a).size()).max().orElse(0);
    String of = ended == configuration.seeds() ? "" : " of %d".formatted(configuration.seeds());
    return "%d%s, from %d".formatted(ended, of, configuration.firstSeed());
  }

  private static String describe(Splits data) {
    StringBuilder text = new StringBuilder(data.train().name());
    text.append(count(": %,d to train on", data.train().size()));
    data.validation().ifPresent(part -> text.append(count(", %,d to validate", part.size())));
    data.test().ifPresent(part -> text.append(count(", %,d to test", part.size())));
    return text.toString();
  }

  private List<Figure> figures() {
    List<Figure> figures =
        new ArrayList<>(
            IntervalFigures.of(result, Optional.of(configuration), metric, comparisons));
    if (replicated()) {
      figures.addAll(replication.figures());
    }
    apart.forEach(runs -> runs.figure().ifPresent(figures::add));
    figures.addAll(StudyCurves.figures(result));
    return figures;
  }

  private static String count(String words, long of) {
    return String.format(Locale.ROOT, words, of);
  }

  private static String relative(Path folder, Path file) {
    return folder.relativize(file).toString().replace(File.separatorChar, '/');
  }

  private static String size(Path file) {
    return count("%,d KB", (file.toFile().length() + 999) / 1000);
  }

  private static List<Block.File> listing(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .sorted()
          .map(file -> new Block.File(relative(folder, file), size(file)))
          .toList();
    }
  }
}
