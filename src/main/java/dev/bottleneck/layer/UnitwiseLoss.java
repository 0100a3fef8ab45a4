package dev.bottleneck.layer;

import java.util.Arrays;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.LossUtil;

/**
 * A loss that is a sum over the output units of one example.
 *
 * <p>Labels and pre-output are {@code [batch, n]}. A mask is {@code [batch, 1]} (one weight for
 * each example) or {@code [batch, n]}. As everywhere in DL4J, the gradient is that of the sum over
 * the batch; the network divides by the batch size later, as it divides the score.
 */
abstract class UnitwiseLoss implements ILossFunction {

  /** Loss of each unit, {@code [batch, n]}, in an array of its own. */
  abstract INDArray unitLosses(INDArray labels, INDArray preOutput, IActivation activation);

  /**
   * Gradient of the masked loss with respect to the pre-output, which stays as it is: DL4J's {@code
   * LossLayer} computes the score from the same array afterwards.
   *
   * @param mask may be {@code null}
   */
  abstract INDArray gradient(
      INDArray labels, INDArray preOutput, IActivation activation, INDArray mask);

  @Override
  public final INDArray computeScoreArray(
      INDArray labels, INDArray preOutput, IActivation activationFn, INDArray mask) {
    INDArray losses = unitLosses(like(labels, preOutput), preOutput, activationFn);
    if (mask != null) {
      LossUtil.applyMask(losses, mask);
    }
    return losses.sum(true, 1);
  }

  @Override
  public final double computeScore(
      INDArray labels,
      INDArray preOutput,
      IActivation activationFn,
      INDArray mask,
      boolean average) {
    // Summed by example first: one float sum over the whole batch would lose digits.
    double sum = computeScoreArray(labels, preOutput, activationFn, mask).sumNumber().doubleValue();
    return average ? sum / preOutput.size(0) : sum;
  }

  @Override
  public final INDArray computeGradient(
      INDArray labels, INDArray preOutput, IActivation activationFn, INDArray mask) {
    return gradient(like(labels, preOutput), preOutput, activationFn, mask);
  }

  @Override
  public final Pair<Double, INDArray> computeGradientAndScore(
      INDArray labels,
      INDArray preOutput,
      IActivation activationFn,
      INDArray mask,
      boolean average) {
    double score = computeScore(labels, preOutput, activationFn, mask, average);
    return new Pair<>(score, computeGradient(labels, preOutput, activationFn, mask));
  }

  @Override
  public final String name() {
    return toString();
  }

  private static INDArray like(INDArray labels, INDArray preOutput) {
    if (!labels.equalShapes(preOutput)) {
      throw new IllegalArgumentException(
          "labels must have the shape of the output, "
              + Arrays.toString(preOutput.shape())
              + ", not "
              + Arrays.toString(labels.shape()));
    }
    return labels.castTo(preOutput.dataType());
  }
}
