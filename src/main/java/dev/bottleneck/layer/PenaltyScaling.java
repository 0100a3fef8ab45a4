package dev.bottleneck.layer;

/**
 * How a penalty Ω on a batch's activations, weighted by λ, enters the score, which is the mean loss
 * of the batch's B examples.
 */
public enum PenaltyScaling {
  /**
   * {@code λ Ω / B}: for a penalty that sums over the examples, λ times its mean for one example.
   *
   * <p>What Keras 2 does to every {@code activity_regularizer} ({@code
   * Layer._handle_activity_regularization}), also to one that has averaged over the batch already.
   */
  DIVIDED_BY_BATCH_SIZE,

  /** {@code λ Ω}, once for each batch, whatever its size. What Keras 3 does. */
  AS_IT_STANDS;

  /** What Ω is multiplied by in the score of a batch of {@code batchSize} examples. */
  double factor(double weight, long batchSize) {
    return this == DIVIDED_BY_BATCH_SIZE ? weight / batchSize : weight;
  }
}
