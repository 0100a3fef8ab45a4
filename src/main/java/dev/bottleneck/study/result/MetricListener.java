package dev.bottleneck.study.result;

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
      public void ended(Arm arm, long seed) {
        first.ended(arm, seed);
        next.ended(arm, seed);
      }
    };
  }
}
