package dev.bottleneck.study;

import dev.bottleneck.experiment.UndercompleteExperiment;
import dev.bottleneck.study.experiment.Job;
import dev.bottleneck.study.result.JobResult;

/** An autoencoder one of whose jobs, that of seed 2, breaks after its training. */
public final class FailsOnce extends LikeUndercomplete {
  @Override
  public JobResult run(Job job, UndercompleteExperiment.Hyperparameters h) {
    JobResult result = super.run(job, h);
    if (job.seed() == 2) {
      throw new IllegalStateException("a measure broke");
    }
    return result;
  }
}
