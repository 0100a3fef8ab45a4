package dev.bottleneck.layer;

import java.util.Objects;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * The code of a variational autoencoder: {@code z = μ + e^(½ ln σ²) ε}, ε ~ N(0, 1), while
 * training, and {@code z = μ} at inference.
 *
 * <p>D. Kingma and M. Welling, "Auto-encoding variational Bayes" (2013), with the β of I. Higgins
 * et al. (2017). Input {@code [batch, 2n]}: the means μ, then the log-variances ln σ², as a linear
 * layer yields them; output {@code [batch, n]}. Adds {@code β KL(N(μ, σ²) ‖ N(0, 1)) = −β/2 Σ_j (1
 * + ln σ²_j − μ_j² − σ²_j)}, mean over the batch, to the score. For the evidence lower bound the
 * reconstruction loss must be summed over the units. The noise depends on (seed, iteration) alone,
 * as a {@link Corruption}'s does.
 */
public final class GaussianCode extends Parameterless {
  private final double beta;
  private final long seed;

  /**
   * @param beta β, 0 or positive; 1 is the variational autoencoder
   * @param seed decides, with the iteration, the noise
   */
  @JsonCreator
  public GaussianCode(@JsonProperty("beta") double beta, @JsonProperty("seed") long seed) {
    this.beta = Check.notNegative("beta", beta);
    this.seed = seed;
  }

  /** β. */
  public double getBeta() {
    return beta;
  }

  /** The seed that, with the iteration, decides the noise. */
  public long getSeed() {
    return seed;
  }

  /** ε for {@code length} code values in C order, the same whenever asked for an iteration. */
  public float[] noise(int length, int iteration) {
    return new GaussianCorruption(1, seed).noise(length, iteration).add();
  }

  @Override
  GaussianCodeLayer newLayer(NeuralNetConfiguration conf, DataType dataType) {
    return new GaussianCodeLayer(conf, dataType);
  }

  @Override
  public InputType getOutputType(int layerIndex, InputType inputType) {
    return InputType.feedForward(requireEven(inputType.arrayElementsPerExample()) / 2);
  }

  static long requireEven(long inputs) {
    if (inputs % 2 != 0) {
      throw new IllegalArgumentException(
          "input of GaussianCode must have 2n units, means and log-variances, not " + inputs);
    }
    return inputs;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof GaussianCode that
        && super.equals(other)
        && Double.compare(beta, that.beta) == 0
        && seed == that.seed;
  }

  @Override
  public int hashCode() {
    return Objects.hash(super.hashCode(), beta, seed);
  }

  @Override
  public String toString() {
    return "GaussianCode(beta=" + beta + ", seed=" + seed + ")";
  }
}
