package dev.bottleneck.layer;

import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.BaseActivationFunction;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Erfc;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Exp;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The Gaussian error linear unit, exact: {@code x Φ(x)}, with the gradient {@code Φ(x) + x φ(x)}.
 *
 * <p>D. Hendrycks and K. Gimpel, "Gaussian error linear units" (2016); the default of Keras and
 * PyTorch. Any shape. Value and gradient are finite for every finite input; an infinite one gives
 * NaN, so that a run that has diverged shows it. DL4J's {@code Activation.GELU} is another
 * function, {@code x σ(1.702 x)}, and its gradient is NaN above 27.
 */
public final class Gelu extends BaseActivationFunction {
  private static final double SQRT_HALF = Math.sqrt(0.5);
  private static final double PHI_AT_ZERO = 1 / Math.sqrt(2 * Math.PI);

  @Override
  public INDArray getActivation(INDArray in, boolean training) {
    return in.muli(normalCdf(in));
  }

  @Override
  public Pair<INDArray, INDArray> backprop(INDArray in, INDArray epsilon) {
    assertShape(in, epsilon);
    INDArray slope = normalCdf(in);
    INDArray density = in.mul(in).muli(-0.5);
    Nd4j.exec(new Exp(density));
    slope.addi(density.muli(in).muli(PHI_AT_ZERO));
    return new Pair<>(slope.muli(epsilon), null);
  }

  /** Φ(x) = ½ erfc(−x / √2): unlike ½ (1 + erf(x / √2)) it keeps its digits far to the left. */
  private static INDArray normalCdf(INDArray x) {
    INDArray cdf = x.mul(-SQRT_HALF);
    Nd4j.exec(new Erfc(cdf));
    return cdf.muli(0.5);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Gelu;
  }

  @Override
  public int hashCode() {
    return Gelu.class.hashCode();
  }

  @Override
  public String toString() {
    return "Gelu()";
  }
}
