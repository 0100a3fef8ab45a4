package dev.bottleneck.sweep.pruning;

import dev.bottleneck.sweep.definition.PruningOptions;
import dev.bottleneck.sweep.trial.Trial;

/**
 * Decides after each epoch whether a trial goes on, by the validation losses of its first seed; a
 * loss is always better when it is lower, whatever the sweep's objective.
 */
public interface Pruner {
  /**
   * Hears that {@code trial} has just recorded its loss after {@code epoch}, from 1.
   *
   * @throws Pruned if it is to be given up
   * @throws Lost if its losses are gone, as another process has begun it again
   */
  void check(Trial trial, int epoch, Losses losses);

  /** The rule that a sweep asks for. */
  static Pruner of(PruningOptions options) {
    return switch (options.kind()) {
      case NONE -> (trial, epoch, losses) -> {};
      case ASHA -> new AshaPruner(options.firstEpoch(), options.reduction());
      case MEDIAN -> new MedianPruner(options.firstEpoch(), options.startupTrials());
    };
  }
}
