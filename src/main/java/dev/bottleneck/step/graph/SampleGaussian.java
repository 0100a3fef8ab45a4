package dev.bottleneck.step.graph;

import dev.bottleneck.layer.GaussianCode;

/**
 * {@code z = μ + e^(½ ln σ²) ε}, and β times the divergence from the standard normal, mean over the
 * batch, to the score. Input {@code [batch, 2n]}: μ, then ln σ²; output {@code [batch, n]}.
 *
 * @param training whether the noise ε of the iteration is drawn; else it is 0
 */
public record SampleGaussian(GaussianCode layer, boolean training, Value input, Value output)
    implements Unary {
  @Override
  public String settings() {
    return layer.toString();
  }
}
