package dev.bottleneck.training;

import dev.bottleneck.runtime.Interrupted;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Iterator;
import java.util.Optional;
import java.util.OptionalInt;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * Fits a network batch by batch on the calling thread.
 *
 * <p>DL4J's own {@code fit(DataSetIterator)} prefetches on a second thread and hides the single
 * step; here the order of batches is the source's, each loss is seen, and the first one that is not
 * finite ends the training. Where reading a loss has to wait for a device, their mean is seen once
 * an epoch. Order and noise are functions of epoch and step alone, so that counters, parameters,
 * the updater's state and what was heard of losses are all that a training goes on from.
 */
public final class Trainer {
  /** Points of a learning curve in the first epoch; in epoch e, from 0, a share of 1/(e + 1). */
  private static final int CURVE_POINTS = 20;

  private final Network net;
  private final TrainingStep step;
  private final BatchSource batches;
  private final TrainingPlan plan;
  private final TrainingMonitor monitor;
  private final TrainingCheckpoint checkpoint;
  private final EarlyStopping stopping;
  private final Optional<Snapshot> best;
  private int epochs;
  private long epochBegun;
  private EpochProgress epoch = new EpochProgress();

  private Trainer(
      Network net,
      TrainingStep step,
      BatchSource batches,
      TrainingPlan plan,
      TrainingMonitor monitor,
      TrainingCheckpoint checkpoint) {
    this.net = net;
    this.step = step;
    this.batches = batches;
    this.plan = plan;
    this.monitor = monitor;
    this.checkpoint = checkpoint;
    stopping = new EarlyStopping(plan.patience());
    best = plan.keep() == Keep.BEST ? Optional.of(new Snapshot(net)) : Optional.empty();
  }

  /**
   * Trains for {@code epochs} passes over {@code batches}, by DL4J's own steps.
   *
   * @throws Divergence if a loss is NaN or infinite
   * @throws Interrupted if the thread was interrupted
   */
  public static void fit(
      MultiLayerNetwork net, BatchSource batches, int epochs, TrainingMonitor monitor) {
    fit(net, batches, TrainingPlan.of(epochs), monitor);
  }

  /** The same as {@code plan} says. */
  public static TrainingEnd fit(
      MultiLayerNetwork net, BatchSource batches, TrainingPlan plan, TrainingMonitor monitor) {
    try (TrainingStep step = TrainingStep.of(net)) {
      return fit(Network.of(net), step, batches, plan, monitor);
    }
  }

  /** The same by {@code step}, keeping nothing on the way. */
  public static TrainingEnd fit(
      Network net,
      TrainingStep step,
      BatchSource batches,
      TrainingPlan plan,
      TrainingMonitor monitor) {
    return fit(net, step, batches, plan, monitor, TrainingCheckpoint.NONE);
  }

  /**
   * Trains by {@code step} as {@code plan} says; a network whose best epoch is kept is what it was
   * then, updater and counters included.
   *
   * @param step of {@code net}; stays open
   * @param checkpoint what it holds is gone on from, to the same bits, as long as network, batches
   *     and plan are those of then
   * @throws Divergence if a training or validation loss is NaN or infinite
   * @throws Interrupted if the thread was interrupted
   */
  public static TrainingEnd fit(
      Network net,
      TrainingStep step,
      BatchSource batches,
      TrainingPlan plan,
      TrainingMonitor monitor,
      TrainingCheckpoint checkpoint) {
    return new Trainer(net, step, batches, plan, monitor, checkpoint).fit();
  }

  private TrainingEnd fit() {
    checkpoint.restore(this::read);
    while (epochs < plan.epochs() && !stopping.ends()) {
      fitEpoch();
      monitor.trained(epoch.time(batches.batchSize()));
      epoch = new EpochProgress();
      net.endEpoch();
      epochs++;
      endEpoch();
      boolean last = epochs == plan.epochs() || stopping.ends();
      if (last ? checkpoint.isDueAtEnd() : checkpoint.isDue()) {
        keep();
      }
    }
    if (best.isPresent() && stopping.bestEpoch() < epochs) {
      best.get().restore(net);
    }
    return new TrainingEnd(
        epochs,
        plan.watchesValidation() ? OptionalInt.of(stopping.bestEpoch()) : OptionalInt.empty());
  }

  private void endEpoch() {
    Optional<Double> loss = monitor.epochEnded(epochs);
    if (loss.isPresent() && !Double.isFinite(loss.get())) {
      throw Divergence.ofValidation(loss.get(), epochs, batches.count());
    }
    if (plan.watchesValidation() && stopping.isLowest(required(loss))) {
      best.ifPresent(snapshot -> snapshot.take(net));
    }
  }

  /** Of the present epoch, however many follow: a training may be made longer once it has ended. */
  private int points() {
    return step.lossWaits()
        ? 1
        : Math.max(1, Math.min(batches.count(), CURVE_POINTS / (epochs + 1)));
  }

  private static double required(Optional<Double> validationLoss) {
    return validationLoss.orElseThrow(
        () -> new IllegalStateException("the plan watches a validation loss that nothing gives"));
  }

  /** What is left of the epoch. */
  private void fitEpoch() {
    epochBegun = System.nanoTime() - epoch.nanos;
    long now = System.nanoTime();
    int points = points();
    Iterator<ReadyBatch> left = step.epoch(batches, epochs);
    for (int taken = 0; taken < epoch.steps; taken++) {
      left.next();
    }
    epoch.gatherNanos += System.nanoTime() - now;
    for (now = System.nanoTime(); left.hasNext(); now = System.nanoTime()) {
      if (Thread.currentThread().isInterrupted()) {
        keepWithin();
      }
      Interrupted.check();
      ReadyBatch batch = left.next();
      long gathered = System.nanoTime();
      epoch.gatherNanos += gathered - now;
      batch.train();
      epoch.steps++;
      boolean atPoint = (long) epoch.steps * points >= (epoch.points + 1L) * batches.count();
      if (!step.lossWaits() || atPoint) {
        epoch.add(finiteLoss());
      }
      epoch.stepNanos += System.nanoTime() - gathered;
      epoch.examples += batch.examples();
      monitor.step();
      if (atPoint) {
        monitor.loss(epochs + (double) epoch.steps / batches.count(), epoch.point());
      }
      if (left.hasNext() && checkpoint.isDue()) {
        keepWithin();
      }
    }
    epoch.nanos = System.nanoTime() - epochBegun;
  }

  /** A step whose loss waits holds losses that nobody has read; at the epoch's end all are. */
  private void keepWithin() {
    if (!step.lossWaits()) {
      epoch.nanos = System.nanoTime() - epochBegun;
      epochBegun += keep();
    }
  }

  /** Returns the nanoseconds that it took. */
  private long keep() {
    long begun = System.nanoTime();
    checkpoint.keep(this::write);
    long took = System.nanoTime() - begun;
    monitor.kept(took / 1e9);
    return took;
  }

  /** The mean since the last one: of one step, or of the epoch if reading has to wait. */
  private double finiteLoss() {
    double loss = step.meanLoss();
    if (!Double.isFinite(loss)) {
      throw step.lossWaits()
          ? Divergence.noticedAfter(loss, epochs + 1, epoch.steps)
          : new Divergence(loss, epochs + 1, epoch.steps);
    }
    return loss;
  }

  private void write(DataOutput out) throws IOException {
    out.writeInt(epochs);
    epoch.write(out);
    stopping.write(out);
    Snapshot.write(net, out);
    if (best.isPresent()) {
      best.get().write(out);
    }
  }

  private void read(DataInput in) throws IOException {
    epochs = in.readInt();
    epoch = EpochProgress.read(in);
    if (epochs < 0 || epochs > plan.epochs() || !epoch.isOneOf(batches.count())) {
      throw new IOException("it stands in epoch " + epochs + ", step " + epoch.steps);
    }
    stopping.read(in);
    Snapshot.read(net, in);
    if (best.isPresent()) {
      best.get().read(in);
    }
  }
}
