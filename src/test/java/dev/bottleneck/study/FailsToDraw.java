package dev.bottleneck.study;

import dev.bottleneck.experiment.UndercompleteExperiment;
import dev.bottleneck.study.figures.StudyFigures;

/** An autoencoder whose figures cannot be drawn. */
final class FailsToDraw extends LikeUndercomplete {
  private final Throwable failure;

  /**
   * @param failure an {@link Error} or unchecked exception
   */
  FailsToDraw(Throwable failure) {
    this.failure = failure;
  }

  @Override
  public void draw(StudyFigures figures, UndercompleteExperiment.Hyperparameters h) {
    if (failure instanceof Error error) {
      throw error;
    }
    throw (RuntimeException) failure;
  }
}
