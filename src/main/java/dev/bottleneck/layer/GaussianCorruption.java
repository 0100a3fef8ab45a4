package dev.bottleneck.layer;

import java.util.SplittableRandom;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Gaussian corruption: adds noise of N(0, σ²) to each unit of the input.
 *
 * <p>Vincent et al., "Stacked denoising autoencoders" (2010), section 3.3; Keras's {@code
 * GaussianNoise}. The result is not clipped: a pixel may leave [0, 1].
 */
public final class GaussianCorruption extends Corruption {
  private final double standardDeviation;

  /**
   * @param standardDeviation σ, 0 or positive
   * @param seed decides, with the iteration, the noise
   */
  @JsonCreator
  public GaussianCorruption(
      @JsonProperty("standardDeviation") double standardDeviation,
      @JsonProperty("seed") long seed) {
    super(seed);
    this.standardDeviation = Check.notNegative("standardDeviation", standardDeviation);
  }

  /** σ. */
  public double getStandardDeviation() {
    return standardDeviation;
  }

  @Override
  Noise draw(int length, SplittableRandom random) {
    float[] add = new float[length];
    for (int i = 0; i < length; i++) {
      add[i] = (float) (standardDeviation * random.nextGaussian());
    }
    return new Noise(null, add);
  }

  @Override
  boolean dropsInput() {
    return false;
  }

  @Override
  @SuppressWarnings("MethodDoesntCallSuperMethod")
  public GaussianCorruption clone() {
    return new GaussianCorruption(standardDeviation, getSeed());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof GaussianCorruption that
        && Double.compare(standardDeviation, that.standardDeviation) == 0
        && getSeed() == that.getSeed();
  }

  @Override
  public int hashCode() {
    return Double.hashCode(standardDeviation) * 31 + Long.hashCode(getSeed());
  }

  @Override
  public String toString() {
    return "GaussianCorruption(standardDeviation="
        + standardDeviation
        + ", seed="
        + getSeed()
        + ")";
  }
}
