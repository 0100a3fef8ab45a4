package dev.bottleneck.layer;

import static dev.bottleneck.layer.ActivityPenalty.CLIP;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * {@link ActivityPenalty#divergence} and {@link ActivityPenalty#slope} by array operations: where
 * reading the means ρ̂ from a device would make the host wait.
 *
 * <p>Means outside of [0, 1] cannot be refused without being read; they make the terms NaN, which
 * ends the training as diverged when the loss is read.
 */
final class MeanActivationDivergence {
  private MeanActivationDivergence() {}

  /**
   * What Ω is the sum of.
   *
   * @param means ρ̂, {@code [n]}
   * @param target ρ
   */
  static INDArray terms(INDArray means, double target) {
    INDArray m = means.castTo(DataType.DOUBLE);
    INDArray clipped = clipped(m);
    INDArray terms = Transforms.log(clipped.rdiv(target), false).muli(target);
    terms.addi(Transforms.log(clipped.rsub(1).rdivi(1 - target), false).muli(1 - target));
    // The root of a negative number is NaN, and so is nought times it.
    return terms.addi(Transforms.sqrt(m.rsub(1).muli(m), false).muli(0));
  }

  /** dΩ/dρ̂, {@code [n]}, and 0 where the mean is clipped. */
  static INDArray slope(INDArray means, double target) {
    INDArray m = means.castTo(DataType.DOUBLE);
    INDArray inside = m.gte(CLIP).castTo(DataType.DOUBLE);
    inside.muli(m.lte(1 - CLIP).castTo(DataType.DOUBLE));
    INDArray clipped = clipped(m);
    INDArray slope = clipped.rsub(1).rdivi(1 - target);
    return slope.subi(clipped.rdiv(target)).muli(inside);
  }

  private static INDArray clipped(INDArray m) {
    return Transforms.max(Transforms.min(m, 1 - CLIP, true), CLIP, false);
  }
}
