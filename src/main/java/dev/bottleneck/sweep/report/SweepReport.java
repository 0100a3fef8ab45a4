package dev.bottleneck.sweep.report;

import dev.bottleneck.device.Machine;
import dev.bottleneck.evaluation.Metric;
import dev.bottleneck.jobs.JobState;
import dev.bottleneck.report.Block;
import dev.bottleneck.report.Figure;
import dev.bottleneck.report.HtmlReport;
import dev.bottleneck.report.HtmlReport.Tone;
import dev.bottleneck.report.RunFolder;
import dev.bottleneck.runtime.Build;
import dev.bottleneck.runtime.Durations;
import dev.bottleneck.sweep.definition.SweepDefinition;
import dev.bottleneck.sweep.store.RaceStanding;
import dev.bottleneck.sweep.store.Standing;
import dev.bottleneck.sweep.store.TrialStore;
import dev.bottleneck.sweep.trial.Ranking;
import dev.bottleneck.sweep.trial.Trial;
import dev.bottleneck.sweep.trial.Trial.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What a person reads of a sweep: which setting is best, how sure that is, and what mattered. */
final class SweepReport {
  private static final String FOREST =
      "By a functional analysis of variance of a random forest fitted to the complete trials"
          + " (Hutter, Hoos and Leyton-Brown, 2014). Together they explain %.0f %%; the rest is due"
          + " to hyper-parameters acting together. An adaptive or pruned search sees the better"
          + " regions more often, which makes the forest coarse elsewhere.";

  private final SweepDefinition sweep;
  private final Metric metric;
  private final TrialStore store;
  private final String workers;
  private final List<Trial> search;
  private final List<Trial> ranked;
  private final Optional<RaceReport> race;
  private final Optional<FrontReport> front;

  SweepReport(SweepDefinition sweep, Metric metric, TrialStore store, String workers) {
    this.sweep = sweep;
    this.metric = metric;
    this.store = store;
    this.workers = workers;
    this.search = store.trials(Stage.SEARCH);
    this.ranked = Ranking.of(search, sweep.objective());
    this.race =
        RaceStanding.of(store, sweep.objective(), sweep.race())
            .filter(RaceStanding::hasBegun)
            .map(its -> new RaceReport(its, metric));
    this.front =
        sweep.second().given()
            ? Optional.of(new FrontReport(sweep, metric, search, store.trials(Stage.FINAL)))
            : Optional.empty();
  }

  /** Writes {@code report.html} into {@code folder}, which holds the sweep's other files. */
  void write(Path folder) throws IOException {
    HtmlReport.Builder report =
        HtmlReport.titled("Sweep " + sweep.name())
            .subtitle(
                String.format(
                    Locale.ROOT, "%s of %s", metric.name(), sweep.base().experiment().title()));
    leads(report);
    facts(report);
    if (!ranked.isEmpty()) {
      pictures(report);
      best(report);
    }
    List<Figure> figures = report.figures();
    RunFolder.open(folder).figures(figures);
    report.section("Record").details("the sweep's file", sweep.text());
    if (Files.exists(folder.resolve("best.yaml"))) {
      report.details("best.yaml", Files.readString(folder.resolve("best.yaml")));
    }
    report.files(
        Stream.concat(
                Stream.of("best.yaml", "trials.csv", TrialStore.FILE, "sweep.log"),
                figures.stream().flatMap(its -> Stream.of(its.file(), its.vectorFile())))
            .filter(name -> Files.exists(folder.resolve(name)))
            .map(name -> new Block.File(name, size(folder.resolve(name))))
            .toList());
    report.build().write(folder.resolve("report.html"));
  }

  private static String size(Path file) {
    return String.format(Locale.ROOT, "%,d KB", (file.toFile().length() + 999) / 1000);
  }

  private void leads(HtmlReport.Builder report) {
    if (ranked.isEmpty()) {
      report.lead("No trial completed: there is no best setting.", Tone.BAD);
      return;
    }
    report.lead(
        "Best of the search: " + SweepStatus.best(ranked.get(0), sweep, metric) + ".",
        Tone.NEUTRAL);
    race.ifPresent(its -> report.lead(its.sentence(), Tone.NEUTRAL));
    front.ifPresentOrElse(
        its -> report.lead(its.sentence(), Tone.NEUTRAL),
        () -> {
          Metric onTest = sweep.objective().shown(sweep.base().experiment().headline(), "test");
          FinalRuns.sentences(store, onTest).forEach(s -> report.lead(s, Tone.NEUTRAL));
        });
    if (race.isEmpty()) {
      report.lead(certainty(ranked.get(0)), Tone.UNSURE);
    }
    if (SweepStatus.isQuick(sweep)) {
      report.lead(SweepStatus.QUICK, Tone.UNSURE);
    }
  }

  /** How far the best can be told from the next. */
  private String certainty(Trial best) {
    String chosen =
        String.format(
            Locale.ROOT,
            "The best value was chosen for being the best of %d, and is too good for that reason%s. ",
            ranked.size(),
            sweep.finalSeeds() > 0 ? "; that on test data is not" : "");
    List<Trial> next = ranked.subList(1, Math.min(BestSettings.MOST, ranked.size()));
    if (sweep.seedsPerTrial() == 1 || next.isEmpty()) {
      return chosen
          + "With one seed a trial, nothing tells how much of a difference is chance; seedsPerTrial"
          + " above 1 would, and so would a race of the best.";
    }
    double value = best.value().orElseThrow();
    long reach =
        next.stream()
            .map(trial -> BestSettings.overSeeds(trial, sweep))
            .filter(s -> s.lower() <= value && value <= s.upper())
            .count();
    return chosen
        + String.format(
            Locale.ROOT,
            "Of the next %d settings, %d have a 95 %% interval over their seeds that holds it:",
            next.size(),
            reach)
        + " those the sweep cannot tell from it.";
  }

  private void facts(HtmlReport.Builder report) {
    Standing standing = store.standing(sweep.objective());
    Map<String, String> identity = sweep.identity();
    report
        .fact(
            "Trials",
            String.format(
                Locale.ROOT,
                "%d complete, %d pruned, %d failed",
                standing.count(JobState.COMPLETE),
                standing.count(JobState.PRUNED),
                standing.count(JobState.FAILED)))
        .fact("Search", sweep.search().kind() + ", pruning: " + sweep.pruning().kind())
        .fact("Objective", SweepStatus.objectives(sweep, metric))
        .fact(
            "Seeds",
            String.format(
                Locale.ROOT, "%d a trial, sweep seed %d", sweep.seedsPerTrial(), sweep.sweepSeed()))
        .fact(
            "Data",
            identity.get("experiment.data")
                + ", validation "
                + identity.get("experiment.validation"))
        .fact("Training time", Durations.text(standing.seconds() * standing.ended()))
        .fact("Workers", workers)
        .fact("Commit", Build.commit())
        .fact("Machine", Machine.describe().get("cpu").toString());
  }

  private void pictures(HtmlReport.Builder report) {
    List<Trial> complete = search.stream().filter(t -> t.is(JobState.COMPLETE)).toList();
    SweepFigures figures = new SweepFigures(sweep.space(), metric, complete, Figure::chart);
    report
        .section("The search")
        .figure(figures.history())
        .section("Which hyper-parameter mattered");
    if (complete.size() < Importance.LEAST_TRIALS) {
      report.paragraph(
          String.format(
              Locale.ROOT,
              "Too few trials are complete to tell: %d, and it takes %d.",
              complete.size(),
              Importance.LEAST_TRIALS));
    } else {
      Map<String, Double> shares = Importance.shares(sweep, complete);
      double alone = shares.values().stream().mapToDouble(Double::doubleValue).sum();
      report
          .figure(SweepFigures.importance(shares))
          .paragraph(String.format(Locale.ROOT, FOREST, 100 * alone));
    }
    report.figure(figures.slices()).figure(figures.parallelCoordinates());
  }

  private void best(HtmlReport.Builder report) {
    front.ifPresent(its -> its.addTo(report));
    race.ifPresent(its -> its.addTo(report));
    BestSettings best = new BestSettings(sweep, metric, ranked, race);
    report.section("The best settings").table(best.table());
    if (sweep.seedsPerTrial() > 1) {
      report.figure(
          new SweepFigures(sweep.space(), metric, ranked, Figure::chart)
              .best(best.trials(), sweep.objective().metric()));
    }
  }
}
