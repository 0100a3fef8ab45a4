package dev.bottleneck.sweep.search;

import dev.bottleneck.jobs.JobState;
import dev.bottleneck.sweep.definition.SearchOptions;
import dev.bottleneck.sweep.definition.SweepDefinition;
import dev.bottleneck.sweep.space.Space;
import dev.bottleneck.sweep.trial.Objective;
import dev.bottleneck.sweep.trial.Trial;
import java.util.Comparator;
import org.deeplearning4j.arbiter.optimize.api.CandidateGenerator;

/**
 * TPE, see {@link TreeParzenGenerator}; a trial that was pruned counts as worse than any that is
 * complete, the sooner it was pruned the worse.
 */
final class TreeParzenSearch extends AdaptiveSearch {
  private final Space space;
  private final SearchOptions options;

  TreeParzenSearch(SweepDefinition sweep) {
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
    return TreeParzenSearch::compare;
  }

  /** Pruned trials last, the one that came farthest first. */
  private static int compare(Trial a, Trial b) {
    int order = Boolean.compare(a.is(JobState.PRUNED), b.is(JobState.PRUNED));
    if (order == 0) {
      order = Integer.compare(b.reached().epoch(), a.reached().epoch());
    }
    if (order == 0) {
      order = Double.compare(a.reached().loss(), b.reached().loss());
    }
    return order == 0 ? Integer.compare(a.number(), b.number()) : order;
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
