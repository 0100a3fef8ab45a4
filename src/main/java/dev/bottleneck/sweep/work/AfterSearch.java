package dev.bottleneck.sweep.work;

import dev.bottleneck.sweep.definition.SweepDefinition;
import dev.bottleneck.sweep.race.Race;
import dev.bottleneck.sweep.store.RaceStanding;
import dev.bottleneck.sweep.store.TrialQueue.Course;
import dev.bottleneck.sweep.store.TrialQueue.Plan;
import dev.bottleneck.sweep.store.TrialQueue.Run;
import dev.bottleneck.sweep.store.TrialStore;
import dev.bottleneck.sweep.store.Winner;
import dev.bottleneck.sweep.trial.Trial;
import dev.bottleneck.sweep.trial.Trial.Stage;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The race of the best settings, round by round, then the runs on the test part of the winner, or
 * of all that no other beats in both of two objectives.
 */
record AfterSearch(SweepDefinition sweep) implements Course {
  @Override
  public List<Run> next(TrialStore trials) {
    if (trials.stage() == Stage.FINAL) {
      return List.of();
    }
    List<Run> rounds =
        RaceStanding.of(trials, sweep.objective(), sweep.race())
            .map(this::rounds)
            .orElse(List.of());
    return rounds.isEmpty() ? finals(Winner.all(trials, sweep)) : rounds;
  }

  /** A seed is the same for all that run on it. */
  private List<Run> rounds(RaceStanding standing) {
    Race race = standing.race();
    return IntStream.range(race.rounds(), race.nextRounds())
        .boxed()
        .flatMap(round -> round(standing, round))
        .toList();
  }

  private Stream<Run> round(RaceStanding standing, int round) {
    long seed = sweep.firstRaceSeed() + round;
    return IntStream.range(0, standing.settings().size())
        .filter(setting -> standing.race().racers().get(setting).isIn())
        .mapToObj(
            setting ->
                new Run(
                    Stage.RACE,
                    standing.number(setting, round),
                    new Plan(standing.settings().get(setting).proposal(), seed)));
  }

  /** On the same seeds, if there are several. */
  private List<Run> finals(List<Trial> winners) {
    return IntStream.range(0, winners.size() * sweep.finalSeeds())
        .mapToObj(i -> finalRun(i, winners.get(i / sweep.finalSeeds())))
        .toList();
  }

  private Run finalRun(int number, Trial winner) {
    long seed = sweep.firstFinalSeed() + number % sweep.finalSeeds();
    return new Run(Stage.FINAL, number, new Plan(winner.proposal(), seed));
  }
}
