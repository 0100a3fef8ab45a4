package dev.bottleneck.study.result;

import dev.bottleneck.training.Network;

/**
 * Hears of what a run measures while it goes, on the threads that train: of each point of a
 * learning curve, and of a network's final measures. What it throws fails the network.
 */
@FunctionalInterface
public interface MetricListener {
  MetricListener NONE = (row, steps) -> {};

  /**
   * Hears of a value.
   *
   * @param steps mini-batches of the row's phase that were trained on before it; of all phases for
   *     a final measure
   */
  void heard(MetricRow row, long steps);

  /**
   * Hears that an epoch has ended.
   *
   * @param epoch epochs done of the phase
   * @param network may be looked at before this returns, not changed, and not kept
   */
  default void epochEnded(Arm arm, long seed, String phase, int epoch, Network network) {}

  /** Nothing more comes of the network, which has ended, failed or was stopped. */
  default void ended(Arm arm, long seed) {}

  /** Has {@code next} hear as well, after this one. */
  default MetricListener and(MetricListener next) {
    MetricListener first = this;
    return new MetricListener() {
      @Override
      public void heard(MetricRow row, long steps) {
        first.heard(row, steps);
        next.heard(row, steps);
      }

      @Override
      public void epochEnded(Arm arm, long seed, String phase, int epoch, Network network) {
        first.epochEnded(arm, seed, phase, epoch, network);
        next.epochEnded(arm, seed, phase, epoch, network);
      }

      @Override
      public void ended(Arm arm, long seed) {
        first.ended(arm, seed);
        next.ended(arm, seed);
      }
    };
  }
}
