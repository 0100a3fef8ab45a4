package dev.bottleneck.training;

import org.nd4j.linalg.dataset.DataSet;

/** Mini-batches whose order is a function of the epoch alone, so that training can be resumed. */
public interface BatchSource {
  /** Examples in a full batch. */
  int batchSize();

  /** Batches in one epoch. */
  int count();

  /**
   * The batches of {@code epoch}, from 0, in their order; each is gone when the next is taken, and
   * not to be written to, as it may be a part of what comes later.
   */
  Iterable<DataSet> epoch(int epoch);
}
