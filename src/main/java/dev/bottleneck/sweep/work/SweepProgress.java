package dev.bottleneck.sweep.work;

import dev.bottleneck.evaluation.Metric;
import dev.bottleneck.jobs.JobState;
import dev.bottleneck.jobs.Progress;
import dev.bottleneck.runtime.Durations;
import dev.bottleneck.runtime.Printable;
import dev.bottleneck.sweep.definition.SweepDefinition;
import dev.bottleneck.sweep.race.Race;
import dev.bottleneck.sweep.report.FinalRuns;
import dev.bottleneck.sweep.report.FrontReport;
import dev.bottleneck.sweep.report.RaceReport;
import dev.bottleneck.sweep.report.SweepStatus;
import dev.bottleneck.sweep.store.RaceStanding;
import dev.bottleneck.sweep.store.Standing;
import dev.bottleneck.sweep.store.TrialStore;
import dev.bottleneck.sweep.store.Winner;
import dev.bottleneck.sweep.trial.Trial;
import dev.bottleneck.sweep.trial.Trial.Stage;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a person sees of a sweep. */
public final class SweepProgress implements AutoCloseable {
  private final SweepDefinition sweep;
  private final Metric metric;
  private final int workers;
  private final PrintWriter out;
  private final Progress progress;

  /**
   * @param spread how many workers there are and on what, in words
   */
  public SweepProgress(
      SweepDefinition sweep, Metric metric, int workers, String spread, PrintWriter out) {
    this.sweep = sweep;
    this.metric = metric;
    this.workers = workers;
    this.out = out;
    out.println(spread);
    out.flush();
    progress = Progress.choose(out, "trials", " trials");
    progress.begin(sweep.budget().trials() + Race.leastTrials(sweep.race()) + sweep.finalSeeds());
  }

  /** Something a person should know, though the trial goes on. */
  void tell(String line) {
    progress.tell(line);
  }

  /** One more trial ended. */
  void ended(TrialStore store, Trial trial) {
    ended(store, List.of(store.trial(trial.stage(), trial.number())));
  }

  /** Some more trials ended: which of them failed, and how the sweep stands after the last. */
  void ended(TrialStore store, List<Trial> trials) {
    for (Trial trial : trials) {
      if (trial.is(JobState.FAILED)) {
        progress.tell(
            String.format(Locale.ROOT, "%s failed: %s", trial, trial.error().orElse("no message")));
      }
    }
    stands(store, trials.get(trials.size() - 1).stage());
  }

  private void stands(TrialStore store, Stage stage) {
    Standing standing = store.standing(sweep.objective());
    List<Trial> finals = store.trials(Stage.FINAL);
    int tested = (int) finals.stream().filter(t -> t.state().ended()).count();
    long raced = store.trials(Stage.RACE).stream().filter(t -> t.state().ended()).count();
    progress.at(standing.ended() + (int) raced + tested);
    // Told by all trials of the search: not asked for after each of these.
    Optional<RaceStanding> race = stage == Stage.SEARCH ? Optional.empty() : race(store);
    String best = winner(standing, race).orElse("none complete");
    if (stage == Stage.RACE) {
      race.map(RaceReport::line).ifPresent(line -> progress.ended(line, "best " + best));
      return;
    }
    if (stage == Stage.SEARCH) {
      progress.ended(SweepStatus.line(standing, sweep, metric, workers), "best " + best);
      return;
    }
    double left =
        SweepStatus.secondsOfFinals(standing, sweep.extent(), workers, finals.size() - tested);
    progress.ended(
        String.format(
            Locale.ROOT,
            "the best setting on test data: %d of %d seeds%s",
            tested,
            finals.size(),
            Durations.left(left)),
        "best " + best);
  }

  private Optional<RaceStanding> race(TrialStore store) {
    return RaceStanding.of(store, sweep.objective(), sweep.race());
  }

  private Optional<String> winner(Standing standing, Optional<RaceStanding> race) {
    return Winner.of(standing, race).map(trial -> SweepStatus.winner(trial, race, sweep, metric));
  }

  /** Before anything else is printed: a bar comes to its end. */
  @Override
  public void close() {
    progress.close();
  }

  /** What a person does who stopped the sweep and wants the rest. */
  public void interrupted(TrialStore store) {
    Standing standing = store.standing(sweep.objective());
    out.println(
        String.format(
            Locale.ROOT,
            "Stopped after %d of %d trials%s, which are kept: go on with the same command and"
                + " --resume",
            standing.ended(),
            sweep.budget().trials(),
            store.stage() == Stage.RACE ? ", in the race of the best" : ""));
    out.flush();
  }

  /**
   * The end of the sweep: the best setting, its test, and where the files lie.
   *
   * @param folder empty if there are no files of this process
   */
  public void conclude(TrialStore store, Optional<Path> folder, String stopped) {
    if (!stopped.isEmpty()) {
      out.printf(Locale.ROOT, "Stopped: %s%n", Printable.line(stopped));
    }
    if (SweepStatus.isQuick(sweep)) {
      out.println(SweepStatus.QUICK);
    }
    Optional<RaceStanding> race = race(store);
    out.println(
        winner(store.standing(sweep.objective()), race)
            .map(best -> "Best: " + Printable.line(best))
            .orElse("No trial completed: there is no best setting."));
    race.filter(RaceStanding::hasBegun)
        .map(its -> new RaceReport(its, metric).sentence())
        .map(Printable::line)
        .ifPresent(out::println);
    if (sweep.second().given()) {
      FrontReport front =
          new FrontReport(sweep, metric, store.trials(Stage.SEARCH), store.trials(Stage.FINAL));
      out.println(Printable.line(front.sentence()));
    } else {
      Metric test = sweep.objective().shown(sweep.base().experiment().headline(), "test");
      FinalRuns.sentences(store, test).stream().map(Printable::line).forEach(out::println);
    }
    folder.ifPresent(its -> out.printf(Locale.ROOT, "Report: %s%n", its.resolve("report.html")));
    out.flush();
  }
}
