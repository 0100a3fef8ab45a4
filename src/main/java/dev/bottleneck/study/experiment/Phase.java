package dev.bottleneck.study.experiment;

import dev.bottleneck.data.Dataset;
import dev.bottleneck.training.BatchSource;
import dev.bottleneck.training.Engine;
import dev.bottleneck.training.ForwardPass;
import dev.bottleneck.training.Network;
import dev.bottleneck.training.Trainer;
import dev.bottleneck.training.TrainingCheckpoint;
import dev.bottleneck.training.TrainingEnd;
import dev.bottleneck.training.TrainingMonitor;
import dev.bottleneck.training.TrainingPlan;
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
    return fit(net, batches, inputs, job.training().plan(job.epochs(epochs)));
  }

  /** The same as {@code plan} says, whatever the training options. */
  public TrainingEnd fit(Network net, BatchSource batches, int inputs, TrainingPlan plan) {
    Engine engine = job.engine();
    PhaseRecord record = job.record().begin(name);
    // Before anything of it is trained: a network's JSON tells of its steps.
    String training = job.training(net.definition(), plan);
    try (TrainingStep step = engine.step(net, batches.batchSize(), inputs);
        ForwardPass pass = engine.forward(net)) {
      TrainingMonitor monitor =
          job.record().monitor(record, () -> loss(pass), epoch -> job.epochEnded(name, epoch, net));
      TrainingEnd end =
          Trainer.fit(net, step, batches, plan, monitor, checkpoint(record, training));
      job.record().ended(training, end.epochs());
      return end;
    }
  }

  /** What keeps the training keeps what was heard of it as well. */
  private TrainingCheckpoint checkpoint(PhaseRecord record, String training) {
    TrainingCheckpoint kept = job.checkpoint(name, training);
    return new TrainingCheckpoint() {
      @Override
      public boolean isDue() {
        return kept.isDue();
      }

      @Override
      public boolean isDueAtEnd() {
        return kept.isDueAtEnd();
      }

      @Override
      public void keep(State state) {
        kept.keep(
            out -> {
              record.write(out);
              state.write(out);
            });
      }

      @Override
      public boolean restore(Reader reader) {
        boolean restored =
            kept.restore(
                in -> {
                  record.read(in);
                  reader.read(in);
                });
        if (restored) {
          job.record().repeat(record);
        }
        return restored;
      }
    };
  }

  private Optional<Double> loss(ForwardPass pass) {
    return job.validationData().flatMap(scored).map(batches -> pass.meanScore(batches.epoch(0)));
  }

  /** Hears of a training that is not carried out here, and of which nothing is kept. */
  public TrainingMonitor monitor() {
    return monitor(Optional::empty);
  }

  /** The same; after each epoch {@code validationLoss} is asked for. */
  public TrainingMonitor monitor(Supplier<Optional<Double>> validationLoss) {
    return job.record().monitor(job.record().begin(name), validationLoss, epoch -> {});
  }
}
