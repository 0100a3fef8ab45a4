package dev.bottleneck.training;

import dev.bottleneck.runtime.Require;

/**
 * How long a network is trained and what is kept of it.
 *
 * @param epochs epochs at the most
 * @param patience training ends after so many epochs without a lower validation loss; 0: never
 *     before its time. Prechelt, Early Stopping: But When? (1998), in the form of Keras
 * @param keep the epoch whose network is kept
 */
public record TrainingPlan(int epochs, int patience, Keep keep) {
  public TrainingPlan {
    Require.atLeast("patience", patience, 0);
  }

  /** All epochs, and the network of the last. */
  public static TrainingPlan of(int epochs) {
    return new TrainingPlan(epochs, 0, Keep.LAST);
  }

  /** Whether the plan cannot be followed without a validation loss. */
  public boolean watchesValidation() {
    return patience > 0 || keep == Keep.BEST;
  }
}
