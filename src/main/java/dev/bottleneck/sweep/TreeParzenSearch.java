package dev.bottleneck.sweep;

import org.deeplearning4j.arbiter.optimize.api.CandidateGenerator;

/**
 * TPE, see {@link TreeParzenGenerator}; a trial that was pruned or failed counts as worse than any
 * that is complete.
 */
final class TreeParzenSearch extends AdaptiveSearch {
  private final Space space;
  private final SearchOptions options;

  TreeParzenSearch(Sweep sweep) {
    super(sweep);
    space = sweep.space();
    options = sweep.search();
  }

  @Override
  CandidateGenerator generator(long rngSeed) {
    CandidateGenerator generator =
        new TreeParzenGenerator(space, options.startup(), options.candidates(), options.quantile());
    generator.setRngSeed(rngSeed);
    return generator;
  }

  @Override
  Double cost(Trial trial, Objective objective) {
    return trial.value().isPresent()
        ? objective.cost(trial.value().getAsDouble())
        : Double.POSITIVE_INFINITY;
  }
}
