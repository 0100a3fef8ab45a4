package dev.bottleneck.study.report;

import java.util.List;
import java.util.OptionalDouble;

/**
 * What the speed of a run's trainings depends on.
 *
 * @param transferSeconds to bring the data to a GPU, once for all networks; 0 on a processor
 * @param sideBySide networks trained at a time
 * @param gpus that computed; 0 on a processor
 * @param utilisation of each GPU in percent, a mean over the run; empty if it was not sampled
 */
public record RunSpeed(double transferSeconds, int sideBySide, int gpus, List<Double> utilisation) {
  public RunSpeed {
    utilisation = List.copyOf(utilisation);
  }

  /** Networks that share a GPU; empty on a processor. */
  OptionalDouble workersPerGpu() {
    return gpus == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) sideBySide / gpus);
  }
}
