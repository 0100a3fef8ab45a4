package dev.bottleneck.sweep.search;

import dev.bottleneck.sweep.definition.SearchOptions;
import dev.bottleneck.sweep.space.Space;
import dev.bottleneck.sweep.trial.Objective;
import dev.bottleneck.sweep.trial.Outcome;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.LongFunction;
import org.apache.commons.math3.random.JDKRandomGenerator;
import org.apache.commons.math3.random.RandomGenerator;
import org.deeplearning4j.arbiter.optimize.api.Candidate;
import org.deeplearning4j.arbiter.optimize.api.CandidateGenerator;
import org.deeplearning4j.arbiter.optimize.api.OptimizationResult;
import org.deeplearning4j.arbiter.optimize.api.data.DataProvider;
import org.deeplearning4j.arbiter.optimize.api.data.DataSource;
import org.deeplearning4j.arbiter.optimize.api.score.ScoreFunction;
import org.deeplearning4j.arbiter.optimize.generator.GeneticSearchCandidateGenerator;
import org.deeplearning4j.arbiter.optimize.generator.genetic.crossover.SinglePointCrossover;
import org.deeplearning4j.arbiter.optimize.generator.genetic.crossover.parentselection.RandomTwoParentSelection;
import org.deeplearning4j.arbiter.optimize.generator.genetic.mutation.RandomMutationOperator;
import org.deeplearning4j.arbiter.optimize.generator.genetic.population.PopulationModel;
import org.deeplearning4j.arbiter.optimize.generator.genetic.selection.GeneticSelectionOperator;

/**
 * Arbiter's genetic search: random settings until two thirds of the population are there, then
 * offspring of two of the best by single-point crossover and random mutation. Only complete trials
 * have offspring, of them as many of the best as the population has room for.
 *
 * <p>Arbiter's generator passes its seed to none of the four parts that draw: selection, the choice
 * of parents, crossover and mutation each make a generator of their own from the clock. Here all
 * four are given one that is seeded.
 */
final class GeneticSearch extends AdaptiveSearch {
  private final int population;
  private final double mutationRate;

  GeneticSearch(SearchOptions options, Space space, Objective objective, long sweepSeed) {
    super(space, new Observations(objective), sweepSeed);
    population = options.population();
    mutationRate = options.mutationRate();
  }

  /** The generator is made anew for each attempt: it has no other state to be lost. */
  @Override
  LongFunction<double[]> source() {
    List<Outcome> parents =
        observations().best(Math.min(population, observations().complete())).stream()
            .sorted(Comparator.comparingInt(Outcome::number))
            .toList();
    return rngSeed -> {
      CandidateGenerator generator = generator(rngSeed);
      parents.forEach(trial -> report(generator, trial));
      // Null if it found no offspring that differs from its parents.
      return generator.getCandidate().getFlatParameters();
    };
  }

  private void report(CandidateGenerator generator, Outcome trial) {
    // Given the value itself, Arbiter would serialise it.
    org.nd4j.common.function.Supplier<Map<String, String>> value = trial::parameters;
    Candidate<?> candidate = new Candidate<>(value, trial.number(), trial.proposal().geneArray());
    generator.reportResults(
        new OptimizationResult(
            candidate, observations().cost(trial), trial.number(), null, null, null));
  }

  /** A generator without results, all of whose chance comes from {@code rngSeed}. */
  private CandidateGenerator generator(long rngSeed) {
    RandomGenerator random = new JDKRandomGenerator();
    random.setSeed(rngSeed);
    return new GeneticSearchCandidateGenerator.Builder(space(), new Minimize())
        .populationModel(new PopulationModel.Builder().populationSize(population).build())
        .selectionOperator(
            new GeneticSelectionOperator.Builder()
                .randomGenerator(random)
                .crossoverOperator(
                    new SinglePointCrossover.Builder()
                        .randomGenerator(random)
                        .parentSelection(new RandomTwoParentSelection(random))
                        .build())
                .mutationOperator(
                    new RandomMutationOperator.Builder()
                        .randomGenerator(random)
                        .mutationRate(mutationRate)
                        .build())
                .build())
        .build();
  }

  /** Tells Arbiter that less is better; scores are taken by the trials, not by Arbiter. */
  static final class Minimize implements ScoreFunction {
    @Override
    public boolean minimize() {
      return true;
    }

    @Override
    public double score(Object model, DataProvider data, Map<String, Object> dataParameters) {
      throw new UnsupportedOperationException("trials are scored by their experiment");
    }

    @Override
    public double score(Object model, Class<? extends DataSource> data, Properties dataProperties) {
      throw new UnsupportedOperationException("trials are scored by their experiment");
    }

    @Override
    public List<Class<?>> getSupportedModelTypes() {
      return List.of();
    }

    @Override
    public List<Class<?>> getSupportedDataTypes() {
      return List.of();
    }
  }
}
