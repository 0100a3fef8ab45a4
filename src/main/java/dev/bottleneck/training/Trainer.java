package dev.bottleneck.training;

import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.dataset.DataSet;

/**
 * Fits a network batch by batch on the calling thread.
 *
 * <p>DL4J's own {@code fit(DataSetIterator)} prefetches on a second thread and hides the single
 * step; here the order of batches is the source's, each loss is seen, and the first one that is not
 * finite ends the training.
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
    try (TrainingStep step = TrainingStep.of(net)) {
      fit(net, step, batches, epochs, monitor);
    }
  }

  /**
   * The same by steps of another kind.
   *
   * @param step of {@code net}; stays open
   * @throws Divergence if a loss is NaN or infinite
   * @throws Interrupted if the thread was interrupted
   */
  public static void fit(
      MultiLayerNetwork net,
      TrainingStep step,
      BatchSource batches,
      int epochs,
      TrainingMonitor monitor) {
    int pointsPerEpoch = Math.max(1, Math.min(batches.count(), CURVE_POINTS / Math.max(1, epochs)));
    for (int epoch = 0; epoch < epochs; epoch++) {
      fitEpoch(step, batches, epoch, pointsPerEpoch, monitor);
      net.incrementEpochCount();
      monitor.epochEnded(epoch + 1);
    }
  }

  private static void fitEpoch(
      TrainingStep step,
      BatchSource batches,
      int epoch,
      int pointsPerEpoch,
      TrainingMonitor monitor) {
    double sum = 0;
    int summed = 0;
    int point = 1;
    int steps = 0;
    for (DataSet batch : batches.epoch(epoch)) {
      Interrupted.check();
      double loss = step.fit(batch);
      steps++;
      if (!Double.isFinite(loss)) {
        throw new Divergence(loss, epoch + 1, steps);
      }
      sum += loss;
      summed++;
      monitor.step();
      if ((long) steps * pointsPerEpoch >= (long) point * batches.count()) {
        monitor.loss(epoch + (double) steps / batches.count(), sum / summed);
        sum = 0;
        summed = 0;
        point++;
      }
    }
  }
}
