package dev.bottleneck.sweep.store;

import dev.bottleneck.jobs.JobState;
import dev.bottleneck.sweep.definition.RaceOptions;
import dev.bottleneck.sweep.definition.SweepDefinition;
import dev.bottleneck.sweep.trial.Fronts;
import dev.bottleneck.sweep.trial.Objective;
import dev.bottleneck.sweep.trial.Trial;
import java.util.List;
import java.util.Optional;

/** The setting that a sweep has come to: that of the race, as soon as one has begun. */
public final class Winner {
  private Winner() {}

  /** Its trial of the search; empty if none of the search is complete. */
  public static Optional<Trial> of(TrialStore store, SweepDefinition sweep) {
    return of(store, sweep.objective(), sweep.race());
  }

  /** The same of a sweep of which the store alone is there. */
  public static Optional<Trial> of(TrialStore store, Objective objective, RaceOptions race) {
    return of(store.standing(objective), RaceStanding.of(store, objective, race));
  }

  /** The same of one that stands so. */
  public static Optional<Trial> of(Standing search, Optional<RaceStanding> race) {
    return race.map(RaceStanding::leader).or(search::best);
  }

  /**
   * Its trial of the search, or with two objectives all trials of the front, the one with the
   * lowest cost by the second first: those that no other is as good as in both and better than in
   * one.
   */
  public static List<Trial> all(TrialStore store, SweepDefinition sweep) {
    return sweep.second().given()
        ? front(store.trials(Trial.Stage.SEARCH), sweep)
        : of(store, sweep).stream().toList();
  }

  /** Those of the front of two objectives among all trials of the search. */
  public static List<Trial> front(List<Trial> search, SweepDefinition sweep) {
    Fronts<Trial> fronts =
        new Fronts<>(
            trial -> sweep.second().cost(sweep.second().of(trial).orElseThrow()),
            trial -> sweep.objective().cost(trial.value().orElseThrow()));
    return fronts.front(
        search.stream()
            .filter(trial -> trial.is(JobState.COMPLETE))
            .filter(trial -> sweep.second().of(trial).isPresent())
            .toList());
  }
}
