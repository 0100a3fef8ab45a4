package dev.bottleneck.layer;

import java.util.Objects;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Another loss, times a weight: {@code w L}, for a network that is held against several things at
 * once. Shapes and conventions are those of the other loss.
 */
public final class WeightedLoss implements ILossFunction {
  private static final long serialVersionUID = 1;

  private final ILossFunction loss;
  private final double weight;

  /**
   * @param weight w, 0 or positive
   */
  @JsonCreator
  public WeightedLoss(
      @JsonProperty("loss") ILossFunction loss, @JsonProperty("weight") double weight) {
    this.loss = Objects.requireNonNull(loss, "loss");
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
  public double computeScore(
      INDArray labels,
      INDArray preOutput,
      IActivation activationFn,
      INDArray mask,
      boolean average) {
    return weight * loss.computeScore(labels, preOutput, activationFn, mask, average);
  }

  @Override
  public INDArray computeScoreArray(
      INDArray labels, INDArray preOutput, IActivation activationFn, INDArray mask) {
    return loss.computeScoreArray(labels, preOutput, activationFn, mask).mul(weight);
  }

  @Override
  public INDArray computeGradient(
      INDArray labels, INDArray preOutput, IActivation activationFn, INDArray mask) {
    return loss.computeGradient(labels, preOutput, activationFn, mask).mul(weight);
  }

  @Override
  public Pair<Double, INDArray> computeGradientAndScore(
      INDArray labels,
      INDArray preOutput,
      IActivation activationFn,
      INDArray mask,
      boolean average) {
    Pair<Double, INDArray> own =
        loss.computeGradientAndScore(labels, preOutput, activationFn, mask, average);
    return new Pair<>(weight * own.getFirst(), own.getSecond().mul(weight));
  }

  @Override
  public String name() {
    return toString();
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
