package dev.bottleneck.step.onednn.primitive;

import dev.bottleneck.step.graph.Activation.Function;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.dnnl.global.dnnl.algorithm;

/**
 * An elementwise activation as oneDNN computes it.
 *
 * @param fromOutput whether the slope follows from the output alone, so that the pre-activation
 *     need not be kept
 */
public record Nonlinearity(algorithm forward, algorithm backward, boolean fromOutput) {
  private static final Map<Function, Nonlinearity> KNOWN =
      Map.of(
          Function.SIGMOID,
          fromOutput(algorithm.eltwise_logistic, algorithm.eltwise_logistic_use_dst_for_bwd),
          Function.TANH,
          fromOutput(algorithm.eltwise_tanh, algorithm.eltwise_tanh_use_dst_for_bwd),
          Function.RELU,
          fromOutput(algorithm.eltwise_relu, algorithm.eltwise_relu_use_dst_for_bwd),
          Function.GELU,
          fromInput(algorithm.eltwise_gelu_erf),
          Function.GELU_TANH,
          fromInput(algorithm.eltwise_gelu_tanh));

  private static Nonlinearity fromOutput(algorithm forward, algorithm backward) {
    return new Nonlinearity(forward, backward, true);
  }

  private static Nonlinearity fromInput(algorithm both) {
    return new Nonlinearity(both, both, false);
  }

  /** That of {@code function}; empty for the softmax, which is not elementwise. */
  public static Optional<Nonlinearity> of(Function function) {
    return Optional.ofNullable(KNOWN.get(function));
  }
}
