package dev.bottleneck.sweep.search;

import dev.bottleneck.sweep.definition.SweepDefinition;
import dev.bottleneck.sweep.space.Proposal;
import dev.bottleneck.sweep.trial.Trial;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Proposes settings.
 *
 * <p>A proposal is a function of the sweep's seed, the trial's number and the trials before it as
 * they stand: nothing else is kept, so that a sweep that was stopped goes on where it was. Random
 * and grid search do not look at the trials before: theirs depend on seed and number alone, however
 * many workers there are. Genetic search and TPE depend on which results were known when a trial
 * began; with one worker that is all of the earlier ones.
 */
public interface Search {
  /**
   * The setting of trial {@code number}; empty if there are no more.
   *
   * @param earlier the trials before it, in their order
   */
  Optional<Proposal> propose(int number, Supplier<List<Trial>> earlier);

  /** The search that a sweep asks for. */
  static Search of(SweepDefinition sweep) {
    return switch (sweep.search().kind()) {
      case RANDOM -> new RandomSearch(sweep.space(), sweep.sweepSeed());
      case GRID -> new GridSearch(sweep.space(), sweep.search().points());
      case GENETIC -> new GeneticSearch(sweep);
      case TPE -> new TreeParzenSearch(sweep);
    };
  }
}
