package dev.bottleneck.layer;

import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.LossUtil;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Cross-entropy of classes from what goes into the softmax: {@code −Σ_k y_k ln p_k}, {@code p =
 * softmax(z)}, with the gradient {@code p_k Σ_j y_j − y_k}; a sum over the classes, a mean over the
 * batch, in nats.
 *
 * <p>Labels {@code [batch, classes]}, 1 at an example's class. An example whose labels are all 0
 * has no class: it adds nothing to the loss and nothing to the gradient, where DL4J's {@code
 * LossMCXENT} would draw its softmax towards nought. For an output or loss layer with the
 * activation {@code SOFTMAX}.
 */
public final class SoftmaxCrossEntropy extends UnitwiseLoss {
  private static final long serialVersionUID = 1;

  @Override
  INDArray unitLosses(INDArray labels, INDArray preOutput, IActivation activation) {
    requireSoftmax(activation);
    INDArray shifted = preOutput.subColumnVector(preOutput.max(true, 1));
    INDArray logSum = Transforms.log(Transforms.exp(shifted, true).sum(true, 1), false);
    return shifted.subiColumnVector(logSum).muli(labels).negi();
  }

  @Override
  INDArray gradient(INDArray labels, INDArray preOutput, IActivation activation, INDArray mask) {
    requireSoftmax(activation);
    INDArray gradient = preOutput.subColumnVector(preOutput.max(true, 1));
    Transforms.exp(gradient, false);
    gradient.diviColumnVector(gradient.sum(true, 1));
    INDArray counted = labels;
    if (mask != null) {
      // A class's label that is masked is none, and draws no other class either.
      counted = labels.dup();
      LossUtil.applyMask(counted, mask);
    }
    return gradient.muliColumnVector(counted.sum(true, 1)).subi(counted);
  }

  private static void requireSoftmax(IActivation activation) {
    if (!(activation instanceof ActivationSoftmax)) {
      throw new IllegalArgumentException(
          "activation must be softmax under SoftmaxCrossEntropy, not " + activation);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SoftmaxCrossEntropy;
  }

  @Override
  public int hashCode() {
    return SoftmaxCrossEntropy.class.hashCode();
  }

  @Override
  public String toString() {
    return "SoftmaxCrossEntropy()";
  }
}
