package dev.bottleneck.sweep.search;

import dev.bottleneck.sweep.definition.SearchOptions;
import dev.bottleneck.sweep.definition.SweepDefinition;
import dev.bottleneck.sweep.space.Proposal;
import dev.bottleneck.sweep.space.Space;
import dev.bottleneck.sweep.trial.Objective;
import dev.bottleneck.sweep.trial.Outcome;
import java.util.Optional;

/**
 * Proposes settings; used by one thread at a time.
 *
 * <p>A proposal is a function of the sweep's seed, the trial's number and how the trials before it
 * stand, in whatever order that was learned: nothing else is kept, so that a sweep that was stopped
 * goes on where it was, and a proposal can be computed anew. Random and grid search learn nothing:
 * theirs depend on seed and number alone, however many workers there are. The others depend on
 * which results were known when a trial was planned, which the store keeps.
 */
public interface Search {
  /** Hears how a trial stands: when it was proposed, and again whenever that has changed. */
  default void learn(Outcome trial) {}

  /** The setting of trial {@code number}; empty if there are no more. */
  Optional<Proposal> propose(int number);

  /** The search that a sweep asks for; it has learned nothing yet. */
  static Search of(SweepDefinition sweep) {
    return sweep.second().given() && sweep.search().kind() == SearchOptions.Kind.TPE
        ? new TreeParzenSearch(
            sweep.search(), sweep.space(), sweep.objective(), sweep.second(), sweep.sweepSeed())
        : of(sweep.search(), sweep.space(), sweep.objective(), sweep.sweepSeed());
  }

  /** The same, of its parts. */
  static Search of(SearchOptions options, Space space, Objective objective, long sweepSeed) {
    return switch (options.kind()) {
      case RANDOM -> new RandomSearch(space, sweepSeed);
      case GRID -> new GridSearch(space, options.points());
      case GENETIC -> new GeneticSearch(options, space, objective, sweepSeed);
      case TPE -> new TreeParzenSearch(options, space, objective, sweepSeed);
      case GP -> new GaussianProcessSearch(options, space, objective, sweepSeed);
    };
  }
}
