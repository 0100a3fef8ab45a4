package dev.bottleneck.study.autoencoder;

import dev.bottleneck.autoencoder.ModelCard;
import dev.bottleneck.data.Dataset;
import dev.bottleneck.study.experiment.Experiment;
import dev.bottleneck.study.experiment.Job;
import dev.bottleneck.training.Network;

/** What is written beside a network that a job has trained as an autoencoder. */
public final class TrainedCard {
  private TrainedCard() {}

  /**
   * @param code the node whose output is the code
   * @param standardNormalCode whether training drew the codes towards N(0, I)
   */
  public static ModelCard of(
      Experiment<?> experiment, Job job, Network net, String code, boolean standardNormalCode) {
    Dataset data = job.trainingData();
    return new ModelCard(
        ModelCard.VERSION,
        experiment.getClass().getName(),
        job.arm().key(),
        job.seed(),
        net.nodes().indexOf(code),
        data.shape().height(),
        data.shape().width(),
        data.shape().channels(),
        standardNormalCode,
        data.name(),
        data.contentHash(),
        data.classNames(),
        data.featureNames(),
        job.scaling());
  }
}
