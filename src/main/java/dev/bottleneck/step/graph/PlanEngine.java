package dev.bottleneck.step.graph;

import java.util.List;

/**
 * Carries plans out: a library and the device it computes on.
 *
 * <p>Engines are found by {@link java.util.ServiceLoader}: one is a class and its name in {@code
 * META-INF/services}.
 */
public interface PlanEngine {
  /** Such as {@code oneDNN}. */
  String name();

  /**
   * Prepares for a network.
   *
   * @param vectors where they lie, and stay until the result is closed
   * @throws NotCompilable if it cannot compute here in that precision, or lacks an updater
   */
  PlannedNetwork open(NetworkVectors vectors, List<Update> updates, Precision precision)
      throws NotCompilable;
}
