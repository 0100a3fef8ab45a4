package dev.bottleneck.step.graph;

/** What a plan is for. */
public enum Purpose {
  /** The loss and its gradient, on corrupted input. */
  TRAINING,
  /** The loss, as at test time. */
  SCORE,
  /** A node's activations, as at test time. */
  ACTIVATIONS;

  /** Whether the plan ends in losses. */
  public boolean endsInLoss() {
    return this != ACTIVATIONS;
  }
}
