package dev.bottleneck.sweep.definition;

import dev.bottleneck.runtime.Seeds;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.study.yaml.ConfigurationFile;
import dev.bottleneck.sweep.space.Space;
import dev.bottleneck.sweep.trial.Objective;
import dev.bottleneck.sweep.trial.SecondObjective;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * What a sweep's file asks for, checked.
 *
 * @param file what errors call it: its path
 * @param name its folder's
 * @param base the experiment's configuration with the fixed overrides, measured on validation data
 * @param second what the objective is weighed against, if there is anything
 * @param seedsPerTrial seeds that a trial is trained on; its value is their mean
 * @param sweepSeed what all chance of the sweep derives from
 * @param finalSeeds seeds that the winner is trained on and measured on the test part; 0: the test
 *     part stays untouched
 * @param failuresInARow after so many the sweep stops
 * @param identity all that a trial's result depends on, by key; a store keeps it
 * @param text the file as it was given
 * @param overrides what was set beside it, {@code key=value}
 */
public record SweepDefinition(
    String file,
    String name,
    ConfigurationFile base,
    Space space,
    SearchOptions search,
    Objective objective,
    SecondObjective second,
    Budget budget,
    PruningOptions pruning,
    RaceOptions race,
    int seedsPerTrial,
    long sweepSeed,
    int finalSeeds,
    int failuresInARow,
    Map<String, String> identity,
    String text,
    List<String> overrides) {
  /** Seeds stay short enough to be read aloud. */
  private static final int SEED_BITS = 31;

  public SweepDefinition {
    identity = Map.copyOf(identity);
    overrides = List.copyOf(overrides);
  }

  /**
   * Refuses more trials than the search can learn from.
   *
   * @throws UserError that names the file
   */
  public SweepDefinition requireFewEnough() {
    if (budget.trials() > search.kind().most()) {
      throw new UserError(
          String.format(
              Locale.ROOT,
              "%s: a search of kind %s takes %d trials at the most, and budget.trials or --trials is"
                  + " %d: take kind tpe",
              file,
              search.kind(),
              search.kind().most(),
              budget.trials()));
    }
    return this;
  }

  public SweepDefinition withTrials(int trials) {
    return new SweepDefinition(
        file,
        name,
        base,
        space,
        search,
        objective,
        second,
        new Budget(trials, budget.minutes()),
        pruning,
        race,
        seedsPerTrial,
        sweepSeed,
        finalSeeds,
        failuresInARow,
        identity,
        text,
        overrides);
  }

  /** How much is to be done of it. */
  public Extent extent() {
    return new Extent(budget.trials(), seedsPerTrial, race, finalSeeds);
  }

  /** Its experiment's name, or file, as the sweep's file has it. */
  public String experiment() {
    return SweepContent.read(file, text).experiment();
  }

  /** The first seed of a trial; its others follow by ones. */
  public long firstSeed(int trial) {
    return seed("trial", trial);
  }

  /** The first of the seeds that the best settings race on; the others follow by ones. */
  public long firstRaceSeed() {
    return seed("race", 0);
  }

  /** The first of the seeds of the winner's test; the others follow by ones. */
  public long firstFinalSeed() {
    return seed("final", 0);
  }

  private long seed(String use, int number) {
    return Seeds.derive(Seeds.derive(sweepSeed, use), number) >>> (Long.SIZE - SEED_BITS);
  }

  /** The seeds of a search trial, in order. */
  List<Long> seeds(int trial) {
    long first = firstSeed(trial);
    return LongStream.range(first, first + seedsPerTrial).boxed().toList();
  }

  /** The configuration with a setting's parameters. */
  public ConfigurationFile configuration(Map<String, String> parameters) {
    ConfigurationFile file = base.copy();
    new LinkedHashMap<>(parameters).forEach((name, value) -> file.set(name + "=" + value));
    return file;
  }
}
