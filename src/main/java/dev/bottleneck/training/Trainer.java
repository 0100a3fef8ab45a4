package dev.bottleneck.training;

import dev.bottleneck.runtime.Interrupted;
import java.util.Iterator;
import java.util.Optional;
import java.util.OptionalInt;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.dataset.DataSet;

/**
 * Fits a network batch by batch on the calling thread.
 *
 * <p>DL4J's own {@code fit(DataSetIterator)} prefetches on a second thread and hides the single
 * step; here the order of batches is the source's, each loss is seen, and the first one that is not
 * finite ends the training. Where reading a loss has to wait for a device, their mean is seen once
 * an epoch.
 */
public final class Trainer {
  /** Points of a learning curve over a whole phase, at the least. */
  private static final int CURVE_POINTS = 20;

  private Trainer() {}

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

  /**
   * Trains by {@code step} as {@code plan} says; a network whose best epoch is kept is what it was
   * then, updater and counters included.
   *
   * @param step of {@code net}; stays open
   * @throws Divergence if a training or validation loss is NaN or infinite
   * @throws Interrupted if the thread was interrupted
   */
  public static TrainingEnd fit(
      Network net,
      TrainingStep step,
      BatchSource batches,
      TrainingPlan plan,
      TrainingMonitor monitor) {
    int pointsPerEpoch = pointsPerEpoch(step, batches, plan);
    EarlyStopping stopping = new EarlyStopping(plan.patience());
    Snapshot best = plan.keep() == Keep.BEST ? new Snapshot(net) : null;
    int epochs = 0;
    while (epochs < plan.epochs() && !stopping.ends()) {
      monitor.trained(fitEpoch(step, batches, epochs, pointsPerEpoch, monitor));
      net.endEpoch();
      epochs++;
      Optional<Double> loss = monitor.epochEnded(epochs);
      if (loss.isPresent() && !Double.isFinite(loss.get())) {
        throw Divergence.ofValidation(loss.get(), epochs, batches.count());
      }
      if (plan.watchesValidation() && stopping.isLowest(required(loss)) && best != null) {
        best.take(net);
      }
    }
    if (best != null && stopping.bestEpoch() < epochs) {
      best.restore(net);
    }
    return new TrainingEnd(
        epochs,
        plan.watchesValidation() ? OptionalInt.of(stopping.bestEpoch()) : OptionalInt.empty());
  }

  private static int pointsPerEpoch(TrainingStep step, BatchSource batches, TrainingPlan plan) {
    return step.lossWaits()
        ? 1
        : Math.max(1, Math.min(batches.count(), CURVE_POINTS / Math.max(1, plan.epochs())));
  }

  private static double required(Optional<Double> validationLoss) {
    return validationLoss.orElseThrow(
        () -> new IllegalStateException("the plan watches a validation loss that nothing gives"));
  }

  private static EpochTime fitEpoch(
      TrainingStep step,
      BatchSource batches,
      int epoch,
      int pointsPerEpoch,
      TrainingMonitor monitor) {
    long begun = System.nanoTime();
    double sum = 0;
    int summed = 0;
    int point = 1;
    int steps = 0;
    long examples = 0;
    long stepNanos = 0;
    Iterator<DataSet> epochsBatches = batches.epoch(epoch).iterator();
    long gatherNanos = System.nanoTime() - begun;
    for (long now = System.nanoTime(); epochsBatches.hasNext(); now = System.nanoTime()) {
      Interrupted.check();
      DataSet batch = epochsBatches.next();
      long gathered = System.nanoTime();
      gatherNanos += gathered - now;
      step.fit(batch);
      steps++;
      boolean atPoint = (long) steps * pointsPerEpoch >= (long) point * batches.count();
      if (!step.lossWaits() || atPoint) {
        sum += finiteLoss(step, epoch, steps);
        summed++;
      }
      stepNanos += System.nanoTime() - gathered;
      examples += batch.getFeatures().size(0);
      monitor.step();
      if (atPoint) {
        monitor.loss(epoch + (double) steps / batches.count(), sum / summed);
        sum = 0;
        summed = 0;
        point++;
      }
    }
    return new EpochTime(
        batches.batchSize(),
        examples,
        (System.nanoTime() - begun) / 1e9,
        gatherNanos / 1e9,
        stepNanos / 1e9);
  }

  /** The mean since the last one: of one step, or of the epoch if reading has to wait. */
  private static double finiteLoss(TrainingStep step, int epoch, int steps) {
    double loss = step.meanLoss();
    if (!Double.isFinite(loss)) {
      throw step.lossWaits()
          ? Divergence.noticedAfter(loss, epoch + 1, steps)
          : new Divergence(loss, epoch + 1, steps);
    }
    return loss;
  }
}
