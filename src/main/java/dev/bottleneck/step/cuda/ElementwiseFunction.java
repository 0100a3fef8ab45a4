package dev.bottleneck.step.cuda;

import dev.bottleneck.step.graph.Activation.Function;
import java.util.Map;
import java.util.Optional;

/**
 * An elementwise activation as the kernels know it ({@code common.cu}).
 *
 * @param number for kernels
 * @param fromOutput whether the slope follows from the output alone
 */
record ElementwiseFunction(int number, boolean fromOutput) {
  /** That which leaves values as they are. */
  static final int LINEAR = 0;

  private static final Map<Function, ElementwiseFunction> KNOWN =
      Map.of(
          Function.SIGMOID, new ElementwiseFunction(1, true),
          Function.TANH, new ElementwiseFunction(2, true),
          Function.RELU, new ElementwiseFunction(3, true),
          Function.GELU, new ElementwiseFunction(4, false),
          Function.GELU_TANH, new ElementwiseFunction(5, false));

  /** That of {@code function}; empty for the softmax, which is not elementwise. */
  static Optional<ElementwiseFunction> of(Function function) {
    return Optional.ofNullable(KNOWN.get(function));
  }
}
