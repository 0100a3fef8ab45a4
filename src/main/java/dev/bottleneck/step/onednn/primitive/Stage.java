package dev.bottleneck.step.onednn.primitive;

import dev.bottleneck.step.graph.NotCompilable;

/**
 * A part of a plan: reads its input signal and writes its output signal, forth and back.
 *
 * <p>All memory and all primitives are made beforehand; {@code forward} and {@code backward}
 * allocate nothing of note.
 */
public interface Stage {
  /**
   * Called once when all stages are there, in the order of {@link #backward}, the last first. Who
   * shares a parameter learns here whether to write its gradient or to add to it.
   */
  default void prepareBackward() throws NotCompilable {}

  /**
   * Computes the output's value.
   *
   * @param iteration the network's count of steps, which noise depends on
   */
  void forward(int iteration);

  /** Computes the input's gradient, where one is wanted, and the parameters' gradients. */
  void backward();

  /** What the stage adds to the score of the batch last seen: a loss or a penalty, batch mean. */
  default double score() {
    return 0;
  }
}
