package dev.bottleneck.sweep;

import java.util.Comparator;
import org.deeplearning4j.arbiter.optimize.api.CandidateGenerator;

/**
 * TPE, see {@link TreeParzenGenerator}; a trial that was pruned counts as worse than any that is
 * complete, the sooner it was pruned the worse.
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
  Comparator<Trial> order() {
    return Comparator.comparing((Trial trial) -> trial.is(TrialState.PRUNED))
        .thenComparing(trial -> -trial.reached().epoch())
        .thenComparing(trial -> trial.reached().loss())
        .thenComparing(Trial::number);
  }

  @Override
  Double cost(Trial trial, Objective objective) {
    return switch (trial.state()) {
      case COMPLETE -> objective.cost(trial.value().orElseThrow());
      case PRUNED -> Double.POSITIVE_INFINITY;
      case FAILED -> Double.NaN;
      default -> null;
    };
  }
}
