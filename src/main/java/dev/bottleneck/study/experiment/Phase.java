package dev.bottleneck.study.experiment;

import dev.bottleneck.data.Dataset;
import dev.bottleneck.training.BatchSource;
import dev.bottleneck.training.Engine;
import dev.bottleneck.training.ForwardPass;
import dev.bottleneck.training.Network;
import dev.bottleneck.training.Trainer;
import dev.bottleneck.training.TrainingEnd;
import dev.bottleneck.training.TrainingMonitor;
import dev.bottleneck.training.TrainingStep;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** One phase of a job's training: a network is trained, and heard of under the phase's name. */
public final class Phase {
  private final Job job;
  private final String name;
  private Function<Dataset, Optional<BatchSource>> scored = data -> Optional.empty();

  Phase(Job job, String name) {
    this.job = job;
    this.name = name;
  }

  /**
   * Has the network's mean loss be taken after each epoch, if the study holds a validation part
   * out.
   *
   * @param batches what it is taken on, made from that part
   */
  public Phase scoredOn(Function<Dataset, BatchSource> batches) {
    scored = data -> Optional.of(batches.apply(data));
    return this;
  }

  /**
   * Trains {@code net} by the study's engine, as its training options say.
   *
   * @param inputs values of an example
   * @param epochs at the most; fewer in quick mode
   */
  public TrainingEnd fit(Network net, BatchSource batches, int inputs, int epochs) {
    Engine engine = job.engine();
    try (TrainingStep step = engine.step(net, batches.batchSize(), inputs);
        ForwardPass pass = engine.forward(net)) {
      return Trainer.fit(
          net, step, batches, job.training().plan(job.epochs(epochs)), monitor(() -> loss(pass)));
    }
  }

  private Optional<Double> loss(ForwardPass pass) {
    return job.validationData().flatMap(scored).map(batches -> pass.meanScore(batches.epoch(0)));
  }

  /** Hears of a training that is not carried out here. */
  public TrainingMonitor monitor() {
    return monitor(Optional::empty);
  }

  /** The same; after each epoch {@code validationLoss} is asked for. */
  public TrainingMonitor monitor(Supplier<Optional<Double>> validationLoss) {
    return job.record().phase(name, validationLoss);
  }
}
