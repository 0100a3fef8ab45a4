package dev.bottleneck.layer;

import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.LossUtil;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Binary cross-entropy of outputs p of any activation, clipped to [ε, 1 − ε], as Keras computes it
 * from probabilities: {@code −y ln(p + ε) − (1 − y) ln(1 − p + ε)}, ε = 1e-7.
 *
 * <p>A mean over the units of an example and over the batch. Where an output lies outside of [ε, 1
 * − ε] the gradient is 0, so that such a unit no longer learns from that example. That is what
 * makes an output layer without a sigmoid a mistake; the loss is here to reproduce what was
 * published with one. For sigmoid outputs take {@link BinaryCrossEntropyFromLogits}.
 */
public final class ClippedBinaryCrossEntropy extends UnitwiseLoss {
  private static final double EPSILON = 1e-7;

  @Override
  INDArray unitLosses(INDArray labels, INDArray preOutput, IActivation activation) {
    INDArray p = activation.getActivation(preOutput.dup(), true);
    p = Transforms.max(Transforms.min(p, 1 - EPSILON, false), EPSILON, false);
    INDArray losses = labels.mul(Transforms.log(p.add(EPSILON), false));
    losses.addi(labels.rsub(1).muli(Transforms.log(p.rsub(1 + EPSILON), false)));
    return losses.divi(-losses.size(1));
  }

  @Override
  INDArray gradient(INDArray labels, INDArray preOutput, IActivation activation, INDArray mask) {
    INDArray p = activation.getActivation(preOutput.dup(), true);
    INDArray inside = p.gte(EPSILON).castTo(p.dataType());
    inside.muli(p.lte(1 - EPSILON).castTo(p.dataType()));
    // Outside, 0.5 stands for p lest a quotient overflow; it is multiplied by 0.
    p.muli(inside).addi(inside.rsub(1).muli(0.5));
    INDArray gradient = labels.rsub(1).divi(p.rsub(1 + EPSILON));
    gradient.subi(labels.div(p.add(EPSILON))).muli(inside).divi(p.size(1));
    if (mask != null) {
      // Before the activation, not after: under softmax a masked unit still moves the others.
      LossUtil.applyMask(gradient, mask);
    }
    return activation.backprop(preOutput.dup(), gradient).getFirst();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ClippedBinaryCrossEntropy;
  }

  @Override
  public int hashCode() {
    return ClippedBinaryCrossEntropy.class.hashCode();
  }

  @Override
  public String toString() {
    return "ClippedBinaryCrossEntropy()";
  }
}
