package dev.bottleneck.layer;

import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.LossUtil;

/**
 * Half the squared error: L = ½ Σⱼ (ŷⱼ − yⱼ)², a sum over units, a mean over the batch.
 *
 * <p>The convention of DeepLearnToolbox (Palm, 2012). DL4J has the sum without the half ({@code
 * LossL2}) and the mean over units ({@code LossMSE}); a learning rate is worth twice or 1/n of what
 * it is worth here. Shapes: labels and output {@code [batch, n]}.
 */
public final class HalfSquaredError implements ILossFunction {

  @Override
  public double computeScore(
      INDArray labels, INDArray preOutput, IActivation activation, INDArray mask, boolean average) {
    double sum = perExample(labels, preOutput, activation, mask).sumNumber().doubleValue();
    return average ? sum / labels.size(0) : sum;
  }

  @Override
  public INDArray computeScoreArray(
      INDArray labels, INDArray preOutput, IActivation activation, INDArray mask) {
    return perExample(labels, preOutput, activation, mask);
  }

  /** {@code [batch, 1]}. */
  private static INDArray perExample(
      INDArray labels, INDArray preOutput, IActivation activation, INDArray mask) {
    INDArray difference = difference(labels, preOutput, activation);
    difference.muli(difference).muli(0.5);
    if (mask != null) {
      LossUtil.applyMask(difference, mask);
    }
    return difference.sum(true, 1);
  }

  @Override
  public INDArray computeGradient(
      INDArray labels, INDArray preOutput, IActivation activation, INDArray mask) {
    return gradient(difference(labels, preOutput, activation), preOutput, activation, mask);
  }

  private static INDArray gradient(
      INDArray difference, INDArray preOutput, IActivation activation, INDArray mask) {
    // An activation such as softmax mixes units: masked ones must not reach the others through it.
    if (mask != null && LossUtil.isPerOutputMasking(difference, mask)) {
      LossUtil.applyMask(difference, mask);
    }
    INDArray gradient = activation.backprop(preOutput, difference).getFirst();
    if (mask != null) {
      LossUtil.applyMask(gradient, mask);
    }
    return gradient;
  }

  @Override
  public Pair<Double, INDArray> computeGradientAndScore(
      INDArray labels, INDArray preOutput, IActivation activation, INDArray mask, boolean average) {
    return Pair.of(
        computeScore(labels, preOutput, activation, mask, average),
        computeGradient(labels, preOutput, activation, mask));
  }

  /** ŷ − y, a new array. */
  private static INDArray difference(INDArray labels, INDArray preOutput, IActivation activation) {
    if (!labels.equalShapes(preOutput)) {
      throw new IllegalArgumentException(
          "labels and output differ in shape: %s and %s"
              .formatted(
                  java.util.Arrays.toString(labels.shape()),
                  java.util.Arrays.toString(preOutput.shape())));
    }
    return activation
        .getActivation(preOutput.dup(), true)
        .subi(labels.castTo(preOutput.dataType()));
  }

  @Override
  public String name() {
    return "HalfSquaredError";
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof HalfSquaredError;
  }

  @Override
  public int hashCode() {
    return HalfSquaredError.class.hashCode();
  }
}
