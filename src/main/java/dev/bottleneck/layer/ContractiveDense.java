package dev.bottleneck.layer;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * A dense layer {@code h = f(x W + b)} that adds {@code λ ‖∂h/∂x‖²_F}, the squared norm of its
 * Jacobian, mean over the batch, to the score.
 *
 * <p>S. Rifai et al., "Contractive auto-encoders: explicit invariance during feature extraction"
 * (2011). For sigmoid ({@code f′ = h (1 − h)}) and tanh ({@code f′ = 1 − h²}) the norm is {@code
 * Σ_j f′(z_j)² Σ_i W_ij²}. Input {@code [batch, nIn]}, output {@code [batch, nOut]}. A {@link
 * TiedDecoder} may share its weights, as in the paper.
 */
public final class ContractiveDense extends Encoder {
  private double weight;

  private ContractiveDense() {}

  private ContractiveDense(Builder builder) {
    super(builder);
    weight = builder.weight;
  }

  /** λ. */
  @JsonProperty
  public double getWeight() {
    return weight;
  }

  @Override
  EncoderLayer newLayer(NeuralNetConfiguration conf, DataType dataType) {
    IActivation activation = getActivationFn();
    if (!(activation instanceof ActivationSigmoid || activation instanceof ActivationTanH)) {
      throw new IllegalArgumentException(
          "activation of ContractiveDense must be sigmoid or tanh, not " + activation);
    }
    return new ContractiveLayer(conf, dataType);
  }

  @Override
  public boolean equals(Object other) {
    return super.equals(other) && Double.compare(weight, ((ContractiveDense) other).weight) == 0;
  }

  @Override
  public int hashCode() {
    return super.hashCode() * 31 + Double.hashCode(weight);
  }

  /** Builds a {@link ContractiveDense}. */
  @SuppressWarnings("unchecked") // DL4J's build() is generic in its result.
  public static final class Builder extends FeedForwardLayer.Builder<Builder> {
    private double weight;

    /** λ, 0 or positive. */
    public Builder weight(double lambda) {
      weight = Check.notNegative("weight", lambda);
      return this;
    }

    @Override
    public ContractiveDense build() {
      return new ContractiveDense(this);
    }
  }
}
