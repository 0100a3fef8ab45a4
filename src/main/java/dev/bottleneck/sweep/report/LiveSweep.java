package dev.bottleneck.sweep.report;

import dev.bottleneck.evaluation.Metric;
import dev.bottleneck.jobs.JobState;
import dev.bottleneck.live.LivePage;
import dev.bottleneck.report.Figure;
import dev.bottleneck.report.HtmlReport;
import dev.bottleneck.report.HtmlReport.Tone;
import dev.bottleneck.sweep.definition.SweepDefinition;
import dev.bottleneck.sweep.store.RaceStanding;
import dev.bottleneck.sweep.store.Standing;
import dev.bottleneck.sweep.store.TrialStore;
import dev.bottleneck.sweep.trial.Ranking;
import dev.bottleneck.sweep.trial.Trial;
import dev.bottleneck.sweep.trial.Trial.Stage;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** How a sweep under way stands, by whichever processes: what its store holds. */
public final class LiveSweep implements LivePage {
  private final SweepDefinition sweep;
  private final Metric metric;
  private final TrialStore store;
  private final int workers;
  private final Path folder;

  /**
   * @param metric the objective as readers are shown it
   * @param store stays open as long as the page is asked for
   */
  public LiveSweep(
      SweepDefinition sweep, Metric metric, TrialStore store, int workers, Path folder) {
    this.sweep = sweep;
    this.metric = metric;
    this.store = store;
    this.workers = workers;
    this.folder = folder;
  }

  @Override
  public long version() {
    return store.jobs().changes().last();
  }

  @Override
  public HtmlReport page() {
    Standing standing = store.standing(sweep.objective());
    HtmlReport.Builder page =
        HtmlReport.titled("Sweep " + sweep.name())
            .subtitle("%s of %s".formatted(metric.name(), sweep.base().experiment().title()))
            .lead(
                "Under way: " + SweepStatus.line(standing, sweep, metric, workers) + ".",
                Tone.NEUTRAL);
    Optional<RaceStanding> race =
        RaceStanding.of(store, sweep.objective(), sweep.race())
            .filter(its -> store.stage() != Stage.SEARCH);
    race.ifPresent(
        its -> page.lead("After the search " + RaceReport.line(its) + ".", Tone.NEUTRAL));
    List<Trial> finals = store.trials(Stage.FINAL);
    if (!finals.isEmpty()) {
      page.lead(
          "The best setting is measured on test data: %d of %d seeds have ended."
              .formatted(finals.stream().filter(t -> t.state().ended()).count(), finals.size()),
          Tone.NEUTRAL);
    }
    page.fact("Folder", folder.toString())
        .fact("Search", sweep.search().kind() + ", pruning: " + sweep.pruning().kind())
        .fact("Objective", SweepStatus.objectives(sweep, metric))
        .section("The search");
    List<Trial> search = store.trials(Stage.SEARCH);
    List<Trial> complete = search.stream().filter(t -> t.is(JobState.COMPLETE)).toList();
    if (complete.isEmpty()) {
      return page.paragraph("The first trial is still to come.").build();
    }
    SweepFigures figures = new SweepFigures(sweep.space(), metric, complete, Figure::unfinished);
    page.figure(figures.history()).figure(figures.parallelCoordinates());
    if (sweep.second().given()) {
      new FrontReport(sweep, metric, search, finals).addSoFarTo(page);
    }
    BestSettings best =
        new BestSettings(
            sweep,
            metric,
            Ranking.of(search, sweep.objective()),
            race.filter(RaceStanding::hasBegun).map(its -> new RaceReport(its, metric)));
    return page.section("The best settings so far").table(best.table()).build();
  }
}
