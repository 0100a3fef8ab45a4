package dev.bottleneck.sweep.report;

import dev.bottleneck.evaluation.Metric;
import dev.bottleneck.jobs.JobState;
import dev.bottleneck.runtime.Durations;
import dev.bottleneck.sweep.definition.Extent;
import dev.bottleneck.sweep.definition.SweepDefinition;
import dev.bottleneck.sweep.race.Race;
import dev.bottleneck.sweep.store.RaceStanding;
import dev.bottleneck.sweep.store.Standing;
import dev.bottleneck.sweep.trial.SecondObjective;
import dev.bottleneck.sweep.trial.Trial;
import java.util.Locale;
import java.util.Optional;

/** How far a sweep is, in words. */
public final class SweepStatus {
  /** Before any number of such a sweep. */
  public static final String QUICK = "Quick mode: a few batches a trial; its numbers mean nothing.";

  private SweepStatus() {}

  /** Whether its numbers mean nothing. */
  public static boolean isQuick(SweepDefinition sweep) {
    return "true".equals(sweep.identity().get("experiment.quick"));
  }

  /** Such as "12 of 60: 9 complete, 2 pruned, 1 failed; best ...; about 3 min left". */
  public static String line(Standing standing, SweepDefinition sweep, Metric metric, int workers) {
    int budget = sweep.budget().trials();
    return String.format(
        Locale.ROOT,
        "%d of %d: %d complete, %d pruned, %d failed%s%s",
        standing.ended(),
        budget,
        standing.count(JobState.COMPLETE),
        standing.count(JobState.PRUNED),
        standing.count(JobState.FAILED),
        standing.best().map(best -> "; best " + best(best, sweep, metric)).orElse(""),
        Durations.left(secondsLeft(standing, sweep.extent(), workers)));
  }

  /** Of the search, of a race's least, and of the winner's seeds, none of which is pruned. */
  public static double secondsLeft(Standing standing, Extent extent, int workers) {
    double search = standing.seconds() * Math.max(0, extent.trials() - standing.ended()) / workers;
    return search
        + secondsOfFinals(standing, extent, workers, Race.leastTrials(extent.race()))
        + secondsOfFinals(standing, extent, workers, extent.finalSeeds());
  }

  /** Of {@code seeds} runs of the winner. */
  public static double secondsOfFinals(Standing standing, Extent extent, int workers, int seeds) {
    double rounds = Math.ceil(seeds / (double) workers);
    return rounds * standing.completeSeconds() / extent.seedsPerTrial();
  }

  /** Such as "validation loss 0.2731 and sparsity 0.12 with code=64 (trial 7)", of the search. */
  static String best(Trial trial, SweepDefinition sweep, Metric metric) {
    SecondObjective second = sweep.second();
    String value =
        metric.value(trial.value().orElseThrow())
            + (second.given() ? " and " + second.name() + " " + second.shown(trial) : "");
    return best(trial, metric, value);
  }

  /**
   * The same of a setting that leads {@code race}, by what it gave there once a round has ended.
   */
  public static String winner(
      Trial trial, Optional<RaceStanding> race, SweepDefinition sweep, Metric metric) {
    return race.filter(RaceStanding::hasBegun)
        .map(its -> new RaceReport(its, metric).leader())
        .orElseGet(() -> best(trial, sweep, metric));
  }

  /** The same with its value in words. */
  static String best(Trial trial, Metric metric, String value) {
    return String.format(
        Locale.ROOT,
        "%s %s with %s (trial %d)",
        metric.name(),
        value,
        trial.parametersText(),
        trial.number());
  }

  /** What is looked for, such as "validation loss, min, and code, min". */
  static String objectives(SweepDefinition sweep, Metric metric) {
    SecondObjective second = sweep.second();
    return "%s, %s".formatted(metric.name(), sweep.objective().goal())
        + (second.given() ? ", and %s, %s".formatted(second.name(), second.goal()) : "");
  }
}
