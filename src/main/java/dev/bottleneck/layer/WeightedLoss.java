package dev.bottleneck.layer;

import java.util.Objects;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Another loss, times a weight: {@code w L}, for a network that is held against several things at
 * once. Shapes and conventions are those of the other loss.
 */
public final class WeightedLoss extends UnitwiseLoss {
  private static final long serialVersionUID = 1;

  private final UnitwiseLoss loss;
  private final double weight;

  /**
   * @param loss one of this package: of DL4J's own not all are right
   * @param weight w, 0 or positive
   */
  @JsonCreator
  public WeightedLoss(
      @JsonProperty("loss") ILossFunction loss, @JsonProperty("weight") double weight) {
    Objects.requireNonNull(loss, "loss");
    if (!(loss instanceof UnitwiseLoss unitwise)) {
      throw new IllegalArgumentException(
          "loss must be one of " + WeightedLoss.class.getPackageName() + ", not " + loss);
    }
    this.loss = unitwise;
    this.weight = Check.notNegative("weight", weight);
  }

  /** The other loss, L. */
  public ILossFunction getLoss() {
    return loss;
  }

  /** w. */
  public double getWeight() {
    return weight;
  }

  @Override
  INDArray unitLosses(INDArray labels, INDArray preOutput, IActivation activation) {
    return loss.unitLosses(labels, preOutput, activation).muli(weight);
  }

  @Override
  INDArray gradient(INDArray labels, INDArray preOutput, IActivation activation, INDArray mask) {
    return loss.gradient(labels, preOutput, activation, mask).muli(weight);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof WeightedLoss that
        && loss.equals(that.loss)
        && Double.compare(weight, that.weight) == 0;
  }

  @Override
  public int hashCode() {
    return Objects.hash(loss, weight);
  }

  @Override
  public String toString() {
    return "WeightedLoss(" + weight + " × " + loss + ")";
  }
}
