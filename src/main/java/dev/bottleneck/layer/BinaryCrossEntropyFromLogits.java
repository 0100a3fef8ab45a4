package dev.bottleneck.layer;

import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.same.Abs;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Sigmoid;
import org.nd4j.linalg.api.ops.impl.transforms.strict.SoftPlus;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossUtil;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Binary cross-entropy of sigmoid units, computed from what goes into the sigmoid: {@code max(z, 0)
 * − z y + ln(1 + e^−|z|)}, with the gradient {@code σ(z) − y}.
 *
 * <p>Labels within [0, 1]. For an output or loss layer with the activation {@code SIGMOID}; the
 * loss then goes past the activation, so that neither is clipped and saturated units still learn,
 * which they do not under DL4J's {@code LossBinaryXENT}. Over the units of an example the loss is
 * averaged (Keras: over the pixels) or summed (−log-likelihood); over the batch it is averaged.
 */
public final class BinaryCrossEntropyFromLogits extends UnitwiseLoss {
  private final boolean averageUnits;

  @JsonCreator
  private BinaryCrossEntropyFromLogits(@JsonProperty("averageUnits") boolean averageUnits) {
    this.averageUnits = averageUnits;
  }

  /** The mean over the units of an example. */
  public static BinaryCrossEntropyFromLogits meanOverUnits() {
    return new BinaryCrossEntropyFromLogits(true);
  }

  /** The sum over the units of an example. */
  public static BinaryCrossEntropyFromLogits sumOverUnits() {
    return new BinaryCrossEntropyFromLogits(false);
  }

  /** Whether an example's loss is the mean over its units, not their sum. */
  public boolean isAverageUnits() {
    return averageUnits;
  }

  @Override
  INDArray unitLosses(INDArray labels, INDArray preOutput, IActivation activation) {
    requireSigmoid(activation);
    INDArray magnitude = preOutput.dup();
    Nd4j.exec(new Abs(magnitude));
    // max(z, 0) − z y = |z| / 2 + z (½ − y), which costs one pass less.
    INDArray losses = labels.rsub(0.5).muli(preOutput);
    losses.addi(magnitude.muli(0.5));
    // ND4J's softplus overflows on the positive side alone, and its log1p is no better than this.
    Nd4j.exec(new SoftPlus(magnitude.muli(-2)));
    losses.addi(magnitude);
    return averageUnits ? losses.divi(losses.size(1)) : losses;
  }

  @Override
  INDArray gradient(INDArray labels, INDArray preOutput, IActivation activation, INDArray mask) {
    requireSigmoid(activation);
    INDArray gradient = preOutput.dup();
    Nd4j.exec(new Sigmoid(gradient));
    gradient.subi(labels);
    if (averageUnits) {
      gradient.divi(gradient.size(1));
    }
    if (mask != null) {
      LossUtil.applyMask(gradient, mask);
    }
    return gradient;
  }

  private static void requireSigmoid(IActivation activation) {
    if (!(activation instanceof ActivationSigmoid)) {
      throw new IllegalArgumentException(
          "activation must be sigmoid under BinaryCrossEntropyFromLogits, not " + activation);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BinaryCrossEntropyFromLogits that && averageUnits == that.averageUnits;
  }

  @Override
  public int hashCode() {
    return Boolean.hashCode(averageUnits);
  }

  @Override
  public String toString() {
    return "BinaryCrossEntropyFromLogits("
        + (averageUnits ? "meanOverUnits" : "sumOverUnits")
        + ")";
  }
}
