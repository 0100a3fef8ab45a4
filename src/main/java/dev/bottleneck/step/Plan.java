package dev.bottleneck.step;

import java.util.List;

/** The static plan of a network's section: forward, and where it trains, backward. */
final class Plan implements AutoCloseable {
  private final List<Stage> stages;
  private final Tensor features;
  private final Tensor labels; // null where it does not end in a loss
  private final Tensor output;
  private final Resources resources;

  Plan(List<Stage> stages, Tensor features, Tensor labels, Tensor output, Resources resources) {
    this.stages = List.copyOf(stages);
    this.features = features;
    this.labels = labels;
    this.output = output;
    this.resources = resources;
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
    double score = score(featuresAddress, labelsAddress, iteration);
    for (int i = stages.size() - 1; i >= 0; i--) {
      stages.get(i).backward();
    }
    return score;
  }

  /** The score alone. */
  double score(long featuresAddress, long labelsAddress, int iteration) {
    labels.placeAt(labelsAddress);
    return forward(featuresAddress, iteration);
  }

  /** The last layer's activations, {@code [batch, …]} in C order; those of the next call, too. */
  Tensor activations(long featuresAddress) {
    forward(featuresAddress, 0);
    return output;
  }

  private double forward(long featuresAddress, int iteration) {
    features.placeAt(featuresAddress);
    double score = 0;
    for (Stage stage : stages) {
      stage.forward(iteration);
      score += stage.score();
    }
    return score;
  }

  @Override
  public void close() {
    resources.close();
  }
}
