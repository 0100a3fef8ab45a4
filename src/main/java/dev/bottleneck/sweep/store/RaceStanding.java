package dev.bottleneck.sweep.store;

import dev.bottleneck.sweep.definition.RaceOptions;
import dev.bottleneck.sweep.race.Race;
import dev.bottleneck.sweep.trial.Objective;
import dev.bottleneck.sweep.trial.Ranking;
import dev.bottleneck.sweep.trial.Trial;
import dev.bottleneck.sweep.trial.Trial.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How the race of a search's best settings stands, as its trials in the store tell.
 *
 * @param settings the search's trials that run, the best of the search first
 */
public record RaceStanding(List<Trial> settings, Race race) {
  public RaceStanding {
    settings = List.copyOf(settings);
  }

  /** Empty if there is none to be, or the search has fewer than two settings. */
  public static Optional<RaceStanding> of(
      TrialStore store, Objective objective, RaceOptions options) {
    if (!options.areSeveral()) {
      return Optional.empty();
    }
    List<Trial> ranked = Ranking.of(store.trials(Stage.SEARCH), objective);
    List<Trial> settings = ranked.subList(0, Math.min(options.settings(), ranked.size()));
    if (settings.size() < 2) {
      return Optional.empty();
    }
    List<List<Double>> costs = new ArrayList<>();
    settings.forEach(trial -> costs.add(new ArrayList<>()));
    for (Trial trial : store.trials(Stage.RACE)) {
      if (!trial.state().ended()) {
        break; // by their numbers: what comes after counts once this has ended
      }
      double value = trial.value().orElse(Double.NaN);
      double cost = Double.isNaN(value) ? Double.POSITIVE_INFINITY : objective.cost(value);
      costs.get(trial.number() % settings.size()).add(cost);
    }
    return Optional.of(new RaceStanding(settings, Race.of(costs, options.seeds())));
  }

  /** Whether a round of it has ended. */
  public boolean hasBegun() {
    return race.rounds() > 0;
  }

  /** The number of the trial of a setting in a round, both from 0. */
  public int number(int setting, int round) {
    return round * settings.size() + setting;
  }

  /** Whose mean is the lowest. */
  public Trial leader() {
    return settings.get(race.leader());
  }
}
