package dev.bottleneck.training;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A running layer whose penalty on the score need not be read from the device at every step.
 *
 * <p>A layer that has a penalty and is not of this kind keeps its place in the score: it is only
 * slower on a GPU.
 */
public interface DeferredPenalty {
  /** Takes the penalty of one batch. */
  @FunctionalInterface
  interface Sink {
    /**
     * @param terms on the device, any shape; the penalty is {@code factor} times their sum
     */
    void add(INDArray terms, double factor);
  }

  /**
   * Has the layer give the penalty of each training batch to {@code sink} and count it as nought in
   * the score of DL4J; with {@code null} it is again part of that.
   */
  void deferPenalty(Sink sink);
}
