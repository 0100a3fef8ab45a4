package dev.bottleneck.step;

import dev.bottleneck.layer.Gelu;
import dev.bottleneck.layer.GeluTanh;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationTanH;

/**
 * An elementwise activation as oneDNN computes it.
 *
 * @param fromOutput whether the slope follows from the output alone, so that the pre-activation
 *     need not be kept
 */
record Nonlinearity(algorithm forward, algorithm backward, boolean fromOutput) {
  private static final Map<Class<? extends IActivation>, Nonlinearity> KNOWN =
      Map.of(
          ActivationSigmoid.class,
          fromOutput(algorithm.eltwise_logistic, algorithm.eltwise_logistic_use_dst_for_bwd),
          ActivationTanH.class,
          fromOutput(algorithm.eltwise_tanh, algorithm.eltwise_tanh_use_dst_for_bwd),
          ActivationReLU.class,
          fromOutput(algorithm.eltwise_relu, algorithm.eltwise_relu_use_dst_for_bwd),
          Gelu.class,
          fromInput(algorithm.eltwise_gelu_erf),
          GeluTanh.class,
          fromInput(algorithm.eltwise_gelu_tanh));

  private static Nonlinearity fromOutput(algorithm forward, algorithm backward) {
    return new Nonlinearity(forward, backward, true);
  }

  private static Nonlinearity fromInput(algorithm both) {
    return new Nonlinearity(both, both, false);
  }

  /** That of {@code activation}; empty for the identity. */
  static Optional<Nonlinearity> of(IActivation activation, LayerPlan plan) throws NotCompilable {
    if (activation instanceof ActivationIdentity) {
      return Optional.empty();
    }
    Nonlinearity known = KNOWN.get(activation.getClass());
    // A leaky, capped or shifted one is of the same class.
    if (known == null
        || activation instanceof ActivationReLU && !activation.equals(new ActivationReLU())) {
      throw plan.refuse("the activation " + activation + " is not known to the compiled step");
    }
    return Optional.of(known);
  }
}
