package dev.bottleneck.training;

/**
 * Batches that are rows of examples, for a step that has the examples at hand itself: batch i of an
 * epoch is what follows the first {@code i * batchSize} of its order.
 */
public interface RowBatches extends BatchSource {
  /** What the networks are given. */
  Examples features();

  /** What they are to give, of as many examples; the same object where that is what they get. */
  Examples targets();

  /** The examples in the order of {@code epoch}; those at the end may be in no batch. */
  int[] order(int epoch);
}
