package dev.bottleneck.study;

import dev.bottleneck.experiment.UndercompleteExperiment;
import java.util.List;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;

/** An autoencoder one of whose jobs, that of seed 2, breaks after its training. */
public final class FailsOnce
    extends AutoencoderExperiment<UndercompleteExperiment.Hyperparameters> {
  private final UndercompleteExperiment whole = new UndercompleteExperiment();

  @Override
  public String title() {
    return whole.title();
  }

  @Override
  public List<Arm> arms(UndercompleteExperiment.Hyperparameters h) {
    return List.of(new Arm("fails-once", "fails once"));
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
  public JobResult run(Job job, UndercompleteExperiment.Hyperparameters h) {
    JobResult result = super.run(job, h);
    if (job.seed() == 2) {
      throw new IllegalStateException("a measure broke");
    }
    return result;
  }
}
