package dev.bottleneck.layer;

import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.LossUtil;

/** A multiple of the squared error, {@code f Σ_j (ŷ_j − y_j)²}, a mean over the batch. */
abstract class SquaredErrorLoss extends UnitwiseLoss {
  /** f for examples of so many units. */
  abstract double factor(long units);

  @Override
  final INDArray unitLosses(INDArray labels, INDArray preOutput, IActivation activation) {
    INDArray difference = difference(labels, preOutput, activation);
    return difference.muli(difference).muli(factor(difference.size(1)));
  }

  @Override
  final INDArray gradient(
      INDArray labels, INDArray preOutput, IActivation activation, INDArray mask) {
    INDArray difference = difference(labels, preOutput, activation);
    difference.muli(2 * factor(difference.size(1)));
    if (mask != null) {
      // Before the activation, not after: under softmax a masked unit still moves the others.
      LossUtil.applyMask(difference, mask);
    }
    return activation.backprop(preOutput.dup(), difference).getFirst();
  }

  private static INDArray difference(INDArray labels, INDArray preOutput, IActivation activation) {
    return activation.getActivation(preOutput.dup(), true).subi(labels);
  }

  @Override
  public final boolean equals(Object other) {
    return other != null && other.getClass() == getClass();
  }

  @Override
  public final int hashCode() {
    return getClass().hashCode();
  }

  @Override
  public final String toString() {
    return getClass().getSimpleName() + "()";
  }
}
