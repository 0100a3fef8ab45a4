package dev.bottleneck.step.graph;

import java.util.List;

/**
 * {@code Y = X W + b}: X {@code [rows, in]}, Y {@code [rows, out]}.
 *
 * <p>DL4J's W is {@code [in, out]} in Fortran's order: the weights of an output lie side by side.
 *
 * @param weights W, or the {@code [out, in]} in Fortran's order that a tied decoder shares with its
 *     encoder
 * @param tied whether they are the encoder's, which are to be transposed
 */
public record Linear(Value input, Parameter weights, boolean tied, Parameter bias, Value output)
    implements Unary {
  @Override
  public List<Parameter> parameters() {
    return List.of(weights, bias);
  }

  @Override
  public String settings() {
    return tied ? "weights of " + weights.owner() + ", transposed" : "";
  }
}
