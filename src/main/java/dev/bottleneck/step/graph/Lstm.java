package dev.bottleneck.step.graph;

import java.util.List;

/**
 * A long short-term memory, {@code [batch, time, in]} → {@code [batch, time, n]}: with {@code [g f
 * o i] = [tanh σ σ σ](x_t W + h_{t−1} R + b)}, the cell is {@code c_t = f c_{t−1} + i g} and the
 * output {@code h_t = o tanh c_t}; h and c begin at 0.
 *
 * <p>Hochreiter and Schmidhuber (1997), with forget gates (Gers et al., 2000).
 *
 * @param inputWeights W, {@code [in, 4 n]} in Fortran's order, its blocks in the order above
 * @param recurrentWeights R, {@code [n, 4 n]} in Fortran's order
 * @param bias b, {@code [4 n]}
 * @param lastOnly whether the output is that of the last time alone, {@code [batch, n]}
 */
public record Lstm(
    Value input,
    Parameter inputWeights,
    Parameter recurrentWeights,
    Parameter bias,
    boolean lastOnly,
    Value output)
    implements Unary {
  @Override
  public List<Parameter> parameters() {
    return List.of(inputWeights, recurrentWeights, bias);
  }

  @Override
  public String settings() {
    return lastOnly ? "the last output" : "";
  }
}
