package dev.bottleneck.study;

import dev.bottleneck.experiment.UndercompleteExperiment;
import dev.bottleneck.study.autoencoder.AutoencoderExperiment;
import dev.bottleneck.study.result.Arm;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;

/** The undercomplete autoencoder, for tests in which one part of an experiment breaks. */
abstract class LikeUndercomplete
    extends AutoencoderExperiment<UndercompleteExperiment.Hyperparameters> {
  private final UndercompleteExperiment whole = new UndercompleteExperiment();

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
}
