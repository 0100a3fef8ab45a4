package dev.bottleneck.step;

import java.util.List;

/**
 * What a plan computes: which layers, of what features, and for what.
 *
 * @param shape of the features, {@code [batch, …]}
 */
record Section(Purpose purpose, int first, int last, List<Long> shape) {
  /** What a plan is for. */
  enum Purpose {
    /** The loss and its gradient, on corrupted input. */
    TRAINING,
    /** The loss, as at test time. */
    SCORE,
    /** The last layer's activations, as at test time. */
    ACTIVATIONS
  }

  boolean isTraining() {
    return purpose == Purpose.TRAINING;
  }

  boolean endsInLoss() {
    return purpose != Purpose.ACTIVATIONS;
  }

  long[] featuresShape() {
    return shape.stream().mapToLong(Long::longValue).toArray();
  }
}
