package dev.bottleneck.training;

import java.util.Iterator;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.dataset.DataSet;

/**
 * Does one optimisation step of one network: forward, backward, update.
 *
 * <p>Whoever does it, the network's parameters, updater state and counters are afterwards what
 * DL4J's own {@code fit} leaves, so that steps of different kinds may follow one another; so is its
 * score. Where the loss waits, that holds once {@link #meanLoss()} was asked for.
 */
public interface TrainingStep extends AutoCloseable {
  /** Trains on {@code batch}. */
  void fit(DataSet batch);

  /**
   * The batches of an epoch, to be taken in their order; each is gone when the next is asked for.
   *
   * @param batches of the examples that the network is trained on; others than before are seen
   *     anew, which may take long
   * @param epoch from 0
   */
  default Iterator<ReadyBatch> epoch(BatchSource batches, int epoch) {
    Iterator<DataSet> given = batches.epoch(epoch).iterator();
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return given.hasNext();
      }

      @Override
      public ReadyBatch next() {
        DataSet batch = given.next();
        return ReadyBatch.of((int) batch.getFeatures().size(0), () -> fit(batch));
      }
    };
  }

  /**
   * The mean loss of the steps since it was last asked for, each before its update and penalties
   * included; NaN if there was none.
   */
  double meanLoss();

  /**
   * Whether {@link #meanLoss()} has to wait until a device has done all that was given it, so that
   * it should be asked for seldom.
   */
  default boolean lossWaits() {
    return false;
  }

  /** Frees what the step holds; the network stays as it is. */
  @Override
  void close();

  /** DL4J's own step of {@code net}, which reads each loss. */
  static TrainingStep of(Network net) {
    return new PlainStep(net);
  }

  /** The same for layers in a row. */
  static TrainingStep of(MultiLayerNetwork net) {
    return of(Network.of(net));
  }
}
