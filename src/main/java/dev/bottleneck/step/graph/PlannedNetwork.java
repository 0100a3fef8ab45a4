package dev.bottleneck.step.graph;

import dev.bottleneck.training.Examples;
import java.util.Optional;

/**
 * A network on an engine: its programs share its vectors, which are DL4J's own. For one thread at a
 * time.
 *
 * <p>An engine may keep vectors of its own meanwhile ({@link #runsAhead}); who reads DL4J's, or
 * writes to them, has them {@link #settle settled} before.
 */
public interface PlannedNetwork extends AutoCloseable {
  /**
   * Makes what carries {@code plan} out; to be closed before this is.
   *
   * @throws NotCompilable if the engine lacks an operation, or that of such a shape
   */
  Program compile(Plan plan) throws NotCompilable;

  /**
   * Copies examples to where programs can take batches of them by their rows alone.
   *
   * @param targets of as many examples; may be the same object
   * @return to be closed before this is; empty if there is no room, or nothing to be won by it
   */
  default Optional<HeldExamples> hold(Examples features, Examples targets) {
    return Optional.empty();
  }

  /**
   * Moves the parameters by the gradient that a program has left.
   *
   * @param batch examples that the gradient is the sum of
   * @param iteration the network's count of steps, as are epochs
   */
  void update(int batch, int iteration, int epoch);

  /** Whether DL4J's vectors are left behind by programs and updates. */
  default boolean runsAhead() {
    return false;
  }

  /**
   * Brings DL4J's vectors, parameters, gradient and updater state, to what they are on the engine,
   * which reads them anew afterwards; and tells the scores that nobody was told yet.
   */
  default void settle() {
    // They are the engine's own.
  }

  @Override
  void close();
}
