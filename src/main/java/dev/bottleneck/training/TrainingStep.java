package dev.bottleneck.training;

import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.dataset.DataSet;

/**
 * Does one optimisation step of one network: forward, backward, update.
 *
 * <p>Whoever does it, the network's parameters, updater state, counters and score are afterwards
 * what DL4J's own {@code fit} leaves, so that steps of different kinds may follow one another.
 */
public interface TrainingStep extends AutoCloseable {
  /** Trains on {@code batch}; returns its mean loss before the update, penalties included. */
  double fit(DataSet batch);

  /** Frees what the step holds; the network stays as it is. */
  @Override
  void close();

  /** DL4J's own step of {@code net}. */
  static TrainingStep of(MultiLayerNetwork net) {
    return new TrainingStep() {
      @Override
      public double fit(DataSet batch) {
        net.fit(batch);
        return net.score();
      }

      @Override
      public void close() {
        // DL4J's memory goes with the network.
      }
    };
  }
}
