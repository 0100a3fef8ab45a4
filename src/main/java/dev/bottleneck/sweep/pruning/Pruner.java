package dev.bottleneck.sweep.pruning;

import dev.bottleneck.sweep.definition.PruningOptions;
import dev.bottleneck.sweep.trial.Trial;
import java.util.Optional;

/**
 * Decides after each epoch whether a trial goes on, by the validation losses of its first seed; a
 * loss is always better when it is lower, whatever the sweep's objective. What one has heard of
 * losses it keeps: it is always asked with those of the same sweep.
 */
public interface Pruner {
  /**
   * Hears that {@code trial} has just recorded its loss after {@code epoch}, from 1.
   *
   * @throws Pruned if it is to be given up
   * @throws Lost if its losses are gone, as another process has begun it again
   */
  void check(Trial trial, int epoch, Losses losses);

  /** Whether it compares the losses of all trials at {@code epoch}, which are told as arrivals. */
  default boolean ranksAt(int epoch) {
    return false;
  }

  /** Whether a trial that was given up may go on after all, once others have come as far. */
  default boolean promotes() {
    return false;
  }

  /**
   * Of the trials that are given up, the one that is to go on before any other is begun; asked
   * within a transaction, as what it hears of is then of one moment.
   */
  default Optional<Integer> promotable(Losses losses) {
    return Optional.empty();
  }

  /** The rule that a sweep asks for. */
  static Pruner of(PruningOptions options) {
    return switch (options.kind()) {
      case NONE -> (trial, epoch, losses) -> {};
      case ASHA -> new AshaPruner(options.firstEpoch(), options.reduction());
      case MEDIAN -> new MedianPruner(options.firstEpoch(), options.startupTrials());
    };
  }
}
