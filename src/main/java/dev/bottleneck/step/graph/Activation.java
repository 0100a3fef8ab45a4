package dev.bottleneck.step.graph;

import java.util.Locale;

/** {@code y = f(x)}, unit by unit; the softmax is over the second dimension. */
public record Activation(Function function, Value input, Value output) implements Unary {
  /** f; {@link dev.bottleneck.layer.Gelu} and its neighbour say which two of that name are. */
  public enum Function {
    SIGMOID,
    TANH,
    RELU,
    GELU,
    GELU_TANH,
    SOFTMAX;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  @Override
  public String settings() {
    return function.toString();
  }
}
