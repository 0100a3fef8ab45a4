package dev.bottleneck.layer;

import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.LossUtil;

/**
 * Half the squared error, summed over the units, mean over the batch: {@code ½ Σ_j (ŷ_j − y_j)²}.
 *
 * <p>The convention of DeepLearnToolbox (R. B. Palm, 2012), whose learning rates assume it. DL4J's
 * {@code LossL2} is twice this, its {@code LossMSE} that mean over the units as well.
 */
public final class HalfSquaredError extends UnitwiseLoss {

  @Override
  INDArray unitLosses(INDArray labels, INDArray preOutput, IActivation activation) {
    INDArray difference = activation.getActivation(preOutput.dup(), true).subi(labels);
    return difference.muli(difference).muli(0.5);
  }

  @Override
  INDArray gradient(INDArray labels, INDArray preOutput, IActivation activation, INDArray mask) {
    INDArray difference = activation.getActivation(preOutput.dup(), true).subi(labels);
    if (mask != null) {
      // Before the activation, not after: under softmax a masked unit still moves the others.
      LossUtil.applyMask(difference, mask);
    }
    return activation.backprop(preOutput.dup(), difference).getFirst();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof HalfSquaredError;
  }

  @Override
  public int hashCode() {
    return HalfSquaredError.class.hashCode();
  }

  @Override
  public String toString() {
    return "HalfSquaredError()";
  }
}
