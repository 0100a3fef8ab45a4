package dev.bottleneck.layer;

import java.util.Arrays;
import java.util.Objects;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Passes the activations h of the layer before it on as they are, and adds a penalty λ Ω(h) on them
 * to the score.
 *
 * <ul>
 *   <li>L1: {@code Ω = Σ_n Σ_j |h_nj|}, any shape {@code [batch, …]}.
 *   <li>KL: {@code Ω = Σ_j ρ ln(ρ/ρ̂_j) + (1−ρ) ln((1−ρ)/(1−ρ̂_j))} with {@code ρ̂_j} the mean of
 *       unit j over the batch, {@code [batch, n]}, activations within [0, 1] (A. Ng, "Sparse
 *       autoencoder", CS294A, 2011). {@code ρ̂_j} is clipped to {@code [1e-7, 1−1e-7]}, as in
 *       Keras.
 * </ul>
 *
 * <p>{@link PenaltyScaling} says how Ω and the batch size go together. A Keras 2 {@code
 * activity_regularizer=L1(1e-3)} on the code is {@code l1(1e-3, DIVIDED_BY_BATCH_SIZE)}; A. Géron's
 * {@code KLDivergenceRegularizer(weight=.05, target=.1)} is {@code kl(.05, .1,
 * DIVIDED_BY_BATCH_SIZE)}. The score at inference has the penalty as well; KL's depends on how the
 * examples are put into batches. Masks are not heeded: a masked step counts like any other.
 */
public final class ActivityPenalty extends Parameterless {
  /** Which Ω. */
  public enum Kind {
    L1,
    KL
  }

  static final double CLIP = 1e-7;

  private final Kind kind;
  private final double weight;
  private final double target;
  private final PenaltyScaling scaling;

  @JsonCreator
  private ActivityPenalty(
      @JsonProperty("kind") Kind kind,
      @JsonProperty("weight") double weight,
      @JsonProperty("target") double target,
      @JsonProperty("scaling") PenaltyScaling scaling) {
    this.kind = kind;
    this.weight = Check.notNegative("weight", weight);
    this.target = target;
    this.scaling = Check.given("scaling", scaling);
  }

  /**
   * The sum of absolute activations.
   *
   * @param weight λ, 0 or positive
   */
  public static ActivityPenalty l1(double weight, PenaltyScaling scaling) {
    return new ActivityPenalty(Kind.L1, weight, 0, scaling);
  }

  /**
   * The divergence of each unit's mean activation from a target.
   *
   * @param weight λ, 0 or positive
   * @param target ρ, between 0 and 1
   */
  public static ActivityPenalty kl(double weight, double target, PenaltyScaling scaling) {
    if (!(target > 0 && target < 1)) {
      throw new IllegalArgumentException("target must lie between 0 and 1, not " + target);
    }
    return new ActivityPenalty(Kind.KL, weight, target, scaling);
  }

  /** Which Ω. */
  public Kind getKind() {
    return kind;
  }

  /** λ. */
  public double getWeight() {
    return weight;
  }

  /** ρ, of no meaning under L1. */
  public double getTarget() {
    return target;
  }

  /** How Ω and the batch size go together. */
  public PenaltyScaling getScaling() {
    return scaling;
  }

  /** What Ω is multiplied by in the score of a batch of {@code batchSize} examples. */
  public double factor(long batchSize) {
    return scaling.factor(weight, batchSize);
  }

  /**
   * Ω of KL.
   *
   * @param means ρ̂, the mean of each unit over the batch
   * @throws IllegalArgumentException if one lies outside [0, 1]
   */
  public double divergence(double[] means) {
    double sum = 0;
    for (double mean : means) {
      if (mean < 0 || mean > 1) {
        throw new IllegalArgumentException(
            "activations under the KL penalty must lie within [0, 1], as a sigmoid's do; a unit's"
                + " mean is "
                + mean);
      }
      double clipped = Math.min(Math.max(mean, CLIP), 1 - CLIP);
      sum +=
          target * Math.log(target / clipped)
              + (1 - target) * Math.log((1 - target) / (1 - clipped));
    }
    return sum;
  }

  /** {@code dΩ/dρ̂_j = −ρ/ρ̂_j + (1−ρ)/(1−ρ̂_j)} of KL, and 0 where the mean is clipped. */
  public double[] slope(double[] means) {
    return Arrays.stream(means)
        .map(m -> m < CLIP || m > 1 - CLIP ? 0 : (1 - target) / (1 - m) - target / m)
        .toArray();
  }

  @Override
  ActivityPenaltyLayer newLayer(NeuralNetConfiguration conf, DataType dataType) {
    return new ActivityPenaltyLayer(conf, dataType);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ActivityPenalty that
        && super.equals(other)
        && kind == that.kind
        && Double.compare(weight, that.weight) == 0
        && Double.compare(target, that.target) == 0
        && scaling == that.scaling;
  }

  @Override
  public int hashCode() {
    return Objects.hash(super.hashCode(), kind, weight, target, scaling);
  }

  @Override
  public String toString() {
    String arguments = kind == Kind.L1 ? "" : ", target=" + target;
    return "ActivityPenalty(" + kind + ", weight=" + weight + arguments + ", " + scaling + ")";
  }
}
