package dev.bottleneck.layer;

import dev.bottleneck.training.DeferredPenalty;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What a layer adds to the score of the present batch: a number, or, where a training is not to
 * wait for a GPU at every step, left where it is computed.
 */
final class Penalty {
  private DeferredPenalty.Sink sink; // null: it is read
  private double value;

  void deferTo(DeferredPenalty.Sink newSink) {
    sink = newSink;
  }

  boolean isDeferred() {
    return sink != null;
  }

  /** Sets it to a number. */
  void set(double penalty) {
    value = penalty;
  }

  /** Sets it to {@code weight · sum / divisor}, with a scalar that has been summed. */
  void set(INDArray sum, double weight, double divisor) {
    if (sink == null) {
      value = weight * sum.getDouble(0) / divisor;
    } else {
      defer(sum, weight / divisor);
    }
  }

  /** Leaves {@code factor} times the sum of {@code terms} to the sink. */
  void defer(INDArray terms, double factor) {
    sink.add(terms, factor);
    value = 0;
  }

  /** What the host counts. */
  double value() {
    return value;
  }
}
