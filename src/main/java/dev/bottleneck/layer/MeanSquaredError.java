package dev.bottleneck.layer;

import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.LossUtil;

/**
 * The squared error, a mean over the units of an example and over the batch: {@code (1/n) Σ_j (ŷ_j
 * − y_j)²} for n units.
 *
 * <p>DL4J's {@code LossMSE} overwrites the pre-output, from which its {@code LossLayer} computes
 * the score afterwards: that score is wrong. Labels and output {@code [batch, n]}.
 */
public final class MeanSquaredError extends UnitwiseLoss {

  @Override
  INDArray unitLosses(INDArray labels, INDArray preOutput, IActivation activation) {
    INDArray difference = activation.getActivation(preOutput.dup(), true).subi(labels);
    return difference.muli(difference).divi(difference.size(1));
  }

  @Override
  INDArray gradient(INDArray labels, INDArray preOutput, IActivation activation, INDArray mask) {
    INDArray difference = activation.getActivation(preOutput.dup(), true).subi(labels);
    difference.muli(2.0 / difference.size(1));
    if (mask != null) {
      LossUtil.applyMask(difference, mask);
    }
    return activation.backprop(preOutput.dup(), difference).getFirst();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MeanSquaredError;
  }

  @Override
  public int hashCode() {
    return MeanSquaredError.class.hashCode();
  }

  @Override
  public String toString() {
    return "MeanSquaredError()";
  }
}
