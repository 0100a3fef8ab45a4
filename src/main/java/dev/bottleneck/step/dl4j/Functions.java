package dev.bottleneck.step.dl4j;

import dev.bottleneck.layer.Gelu;
import dev.bottleneck.layer.GeluTanh;
import dev.bottleneck.step.graph.Activation;
import dev.bottleneck.step.graph.Activation.Function;
import dev.bottleneck.step.graph.NotCompilable;
import dev.bottleneck.step.graph.Value;
import java.util.Map;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationTanH;

/** The activations that are known: a new one is one line here. */
final class Functions {
  private static final Map<Class<? extends IActivation>, Function> KNOWN =
      Map.of(
          ActivationSigmoid.class, Function.SIGMOID,
          ActivationTanH.class, Function.TANH,
          ActivationReLU.class, Function.RELU,
          Gelu.class, Function.GELU,
          GeluTanh.class, Function.GELU_TANH);

  private Functions() {}

  /** Adds {@code activation} after {@code input}, which the identity leaves as it is. */
  static Value read(IActivation activation, LayerReading reading, Value input)
      throws NotCompilable {
    if (activation instanceof ActivationIdentity) {
      return input;
    }
    return reading.add(
        new Activation(of(activation, reading), input, reading.value(input.shape())));
  }

  /** That of {@code activation}, which is not the identity. */
  static Function of(IActivation activation, LayerReading reading) throws NotCompilable {
    Function known = KNOWN.get(activation.getClass());
    // A leaky, capped or shifted one is of the same class.
    if (known == null
        || activation instanceof ActivationReLU && !activation.equals(new ActivationReLU())) {
      throw reading.refuse("the activation " + activation + " is not known to the compiled step");
    }
    return known;
  }
}
