package dev.bottleneck.study;

import dev.bottleneck.experiment.UndercompleteExperiment;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;

/** An autoencoder whose figures cannot be drawn. */
final class FailsToDraw extends AutoencoderExperiment<UndercompleteExperiment.Hyperparameters> {
  private final UndercompleteExperiment whole = new UndercompleteExperiment();
  private final Throwable failure;

  /**
   * @param failure an {@link Error} or unchecked exception
   */
  FailsToDraw(Throwable failure) {
    this.failure = failure;
  }

  @Override
  public String title() {
    return whole.title();
  }

  @Override
  public Class<UndercompleteExperiment.Hyperparameters> hyperparameters() {
    return whole.hyperparameters();
  }

  @Override
  public MultiLayerConfiguration network(
      UndercompleteExperiment.Hyperparameters h, Arm arm, long seed) {
    return whole.network(h, arm, seed);
  }

  @Override
  public int codeLayer(UndercompleteExperiment.Hyperparameters h) {
    return whole.codeLayer(h);
  }

  @Override
  public void draw(StudyFigures figures, UndercompleteExperiment.Hyperparameters h) {
    if (failure instanceof Error error) {
      throw error;
    }
    throw (RuntimeException) failure;
  }
}
