package dev.bottleneck.step.graph;

import java.util.List;
import java.util.function.DoubleConsumer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A plan made ready for as many batches as are wanted. Arrays are floats in C order without gaps,
 * in the order of {@link Plan#inputs} and {@link Plan#labels}.
 */
public interface Program extends AutoCloseable {
  /** What it carries out. */
  Plan plan();

  /**
   * The score, and the gradient of the summed loss in the network's flat gradient vector, once that
   * is {@link PlannedNetwork#settle settled}.
   *
   * @param iteration the network's count of steps, which noise depends on
   * @return the mean loss, penalties included
   */
  double gradientAndScore(List<INDArray> inputs, List<INDArray> labels, int iteration);

  /**
   * The same, for who need not know the score before the next batch.
   *
   * @param score is told it by the time the network is settled, after those of earlier batches
   */
  default void gradient(
      List<INDArray> inputs, List<INDArray> labels, int iteration, DoubleConsumer score) {
    score.accept(gradientAndScore(inputs, labels, iteration));
  }

  /**
   * The same of a batch of examples that the program's network {@link PlannedNetwork#hold holds}:
   * as many of their order as the plan's batch has.
   *
   * @param first the place in the order of the first
   * @throws UnsupportedOperationException if its engine holds none
   */
  default void gradient(HeldExamples examples, int first, int iteration, DoubleConsumer score) {
    throw new UnsupportedOperationException();
  }

  /** The score alone. */
  double score(List<INDArray> inputs, List<INDArray> labels);

  /** The values of {@link Plan#output}; the caller's own. */
  INDArray activations(List<INDArray> inputs);

  /** Writes the values of {@link Plan#output} over those of {@code place}, of as many rows. */
  default void writeActivations(List<INDArray> inputs, INDArray place) {
    place.assign(activations(inputs));
  }

  @Override
  void close();
}
