package dev.bottleneck.layer;

import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.MulOp;
import org.nd4j.linalg.api.ops.random.impl.BernoulliDistribution;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Masking corruption: x̃ = m ⊙ x, each m independently 0 with probability {@code level}, else 1.
 *
 * <p>Source: Vincent et al., Extracting and Composing Robust Features with Denoising Autoencoders
 * (2008), section 2.3. What is kept is not rescaled, unlike in dropout. Any shape; training only.
 */
public final class Masking extends Corruption {
  private final double level;
  private transient INDArray mask;

  /**
   * @param level probability that a unit is set to 0, in [0, 1]
   * @throws IllegalArgumentException if {@code level} lies outside
   */
  public Masking(@JsonProperty("level") double level, @JsonProperty("seed") long seed) {
    super(seed);
    if (!(level >= 0 && level <= 1)) {
      throw new IllegalArgumentException(
          "corruption level is " + level + ": it must lie between 0 and 1");
    }
    this.level = level;
  }

  /** The corruption level. */
  public double getLevel() {
    return level;
  }

  @Override
  public INDArray applyDropout(
      INDArray input, INDArray result, int iteration, int epoch, LayerWorkspaceMgr workspaces) {
    mask =
        workspaces.createUninitialized(
            ArrayType.INPUT, input.dataType(), input.shape(), input.ordering());
    Nd4j.getExecutioner().exec(new BernoulliDistribution(mask, 1 - level), random(iteration));
    return Nd4j.exec(new MulOp(input, mask, result))[0];
  }

  @Override
  public INDArray backprop(INDArray gradAtOutput, INDArray gradAtInput, int iteration, int epoch) {
    Nd4j.exec(new MulOp(gradAtOutput, mask, gradAtInput));
    mask = null;
    return gradAtInput;
  }

  @Override
  public void clear() {
    mask = null;
  }

  @Override
  public Masking clone() {
    return new Masking(level, getSeed());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Masking m && m.level == level && m.getSeed() == getSeed();
  }

  @Override
  public int hashCode() {
    return Double.hashCode(level) * 31 + Long.hashCode(getSeed());
  }
}
