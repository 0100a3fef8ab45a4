package dev.bottleneck.layer;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Keeps the k largest activations of each example and sets the others to 0; the gradient passes
 * through what was kept.
 *
 * <p>A. Makhzani and B. Frey, "k-sparse autoencoders" (2013), whose encoder is linear. Input and
 * output {@code [batch, n]}. At inference {@code α k} are kept, rounded; the paper recommends α
 * slightly above 1. Of equal activations those of the lower index are kept.
 *
 * <p>They are chosen on the host: a GPU is waited for at every pass.
 */
public final class KSparse extends Parameterless {
  private final int k;
  private final double alpha;

  /** Keeps k activations while training and at inference. */
  public KSparse(int k) {
    this(k, 1);
  }

  /**
   * @param k how many activations to keep while training, at least 1
   * @param alpha how many times as many at inference, at least 1
   */
  @JsonCreator
  public KSparse(@JsonProperty("k") int k, @JsonProperty("alpha") double alpha) {
    if (k < 1) {
      throw new IllegalArgumentException("k must be at least 1, not " + k);
    }
    if (!(alpha >= 1) || Double.isInfinite(alpha)) {
      throw new IllegalArgumentException("alpha must be a number of at least 1, not " + alpha);
    }
    this.k = k;
    this.alpha = alpha;
  }

  /** How many activations are kept while training. */
  public int getK() {
    return k;
  }

  /** How many times as many are kept at inference. */
  public double getAlpha() {
    return alpha;
  }

  /** How many activations of an example are kept, where it has as many. */
  public long active(boolean training) {
    return Math.round(training ? k : k * alpha);
  }

  /**
   * Which activations are kept.
   *
   * @param activations {@code [batch, n]} in C order
   * @return 1 for a kept one, 0 for the others
   */
  public float[] kept(double[] activations, int n, boolean training) {
    return KSparseLayer.select(activations, n, active(training));
  }

  @Override
  KSparseLayer newLayer(NeuralNetConfiguration conf, DataType dataType) {
    return new KSparseLayer(conf, dataType);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof KSparse that
        && super.equals(other)
        && k == that.k
        && Double.compare(alpha, that.alpha) == 0;
  }

  @Override
  public int hashCode() {
    return super.hashCode() * 31 + k * 31 + Double.hashCode(alpha);
  }

  @Override
  public String toString() {
    return "KSparse(k=" + k + ", alpha=" + alpha + ")";
  }
}
