package dev.bottleneck.step;

import java.util.List;

/** The static plan of a network for one batch size: forward, loss and backward. */
final class Plan implements AutoCloseable {
  private final List<Stage> stages;
  private final Tensor features;
  private final Tensor labels;
  private final Resources resources;

  Plan(List<Stage> stages, Tensor features, Tensor labels, Resources resources) {
    this.stages = List.copyOf(stages);
    this.features = features;
    this.labels = labels;
    this.resources = resources;
  }

  /** {@code [batch, …]}. */
  long[] featuresShape() {
    return features.shape();
  }

  /** {@code [batch, …]}. */
  long[] labelsShape() {
    return labels.shape();
  }

  /**
   * Computes the gradient of the summed loss, and leaves it in the network's flat gradient vector.
   *
   * @param featuresAddress where the features lie, in C order
   * @param labelsAddress where the labels lie, in C order
   * @return the score: the mean loss, penalties included
   */
  double gradientAndScore(long featuresAddress, long labelsAddress, int iteration) {
    features.placeAt(featuresAddress);
    labels.placeAt(labelsAddress);
    double score = 0;
    for (Stage stage : stages) {
      stage.forward(iteration);
      score += stage.score();
    }
    for (int i = stages.size() - 1; i >= 0; i--) {
      stages.get(i).backward();
    }
    return score;
  }

  @Override
  public void close() {
    resources.close();
  }
}
