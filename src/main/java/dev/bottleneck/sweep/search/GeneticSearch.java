package dev.bottleneck.sweep.search;

import dev.bottleneck.jobs.JobState;
import dev.bottleneck.sweep.definition.SweepDefinition;
import dev.bottleneck.sweep.space.Space;
import dev.bottleneck.sweep.trial.Objective;
import dev.bottleneck.sweep.trial.Trial;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.commons.math3.random.JDKRandomGenerator;
import org.apache.commons.math3.random.RandomGenerator;
import org.deeplearning4j.arbiter.optimize.api.CandidateGenerator;
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
 * have offspring.
 *
 * <p>Arbiter's generator passes its seed to none of the four parts that draw: selection, the choice
 * of parents, crossover and mutation each make a generator of their own from the clock. Here all
 * four are given one that is seeded.
 */
final class GeneticSearch extends AdaptiveSearch {
  private final Space space;
  private final int population;
  private final double mutationRate;

  GeneticSearch(SweepDefinition sweep) {
    super(sweep);
    space = sweep.space();
    population = sweep.search().population();
    mutationRate = sweep.search().mutationRate();
  }

  @Override
  CandidateGenerator generator(long rngSeed) {
    RandomGenerator random = new JDKRandomGenerator();
    random.setSeed(rngSeed);
    return new GeneticSearchCandidateGenerator.Builder(space, new Minimize())
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

  @Override
  Double cost(Trial trial, Objective objective) {
    return trial.is(JobState.COMPLETE) ? objective.cost(trial.value().orElseThrow()) : null;
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
