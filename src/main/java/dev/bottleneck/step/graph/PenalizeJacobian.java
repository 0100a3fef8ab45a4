package dev.bottleneck.step.graph;

import java.util.List;

/**
 * Passes the code {@code h = f(x W + b)} on as it is, and adds {@code λ Σ_j f′(z_j)² Σ_i W_ij²},
 * mean over the batch, to the score: the squared norm of the Jacobian ∂h/∂x.
 *
 * @param function f, sigmoid or tanh, whose slope follows from h
 * @param weights W, {@code [in, out]} in Fortran's order
 * @param lambda λ
 */
public record PenalizeJacobian(
    Activation.Function function, Parameter weights, double lambda, Value input, Value output)
    implements Unary {
  @Override
  public List<Parameter> parameters() {
    return List.of(weights);
  }

  @Override
  public String settings() {
    return "weight=" + lambda;
  }
}
