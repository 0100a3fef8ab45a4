package dev.bottleneck.step.graph;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A network's flat vectors of floats, DL4J's own: what is written to them is the network's.
 *
 * @param state of the updaters; {@code null} where none has any
 */
public record NetworkVectors(INDArray parameters, INDArray gradient, INDArray state) {
  /** Where the first value of an array lies; a view's buffer tells that of the whole. */
  public static long addressOf(INDArray array) {
    return array.data().address() + array.offset() * Float.BYTES;
  }

  /** Whether these lie where those do. */
  public boolean lieAs(NetworkVectors others) {
    return addressOf(parameters) == addressOf(others.parameters)
        && addressOf(gradient) == addressOf(others.gradient)
        && (state == null
            ? others.state == null
            : others.state != null && addressOf(state) == addressOf(others.state));
  }
}
