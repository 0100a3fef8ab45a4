package dev.bottleneck.export;

import static dev.bottleneck.export.OnnxGraph.integer;

import dev.bottleneck.step.graph.Activation;
import java.util.List;

/** The activations of a plan in ONNX's operators; of a gelu there is one from opset 20 on alone. */
final class OnnxActivations {
  /** Of the tanh approximation, which is {@code x σ(A x + B x³)}. */
  private static final double A = 2 * Math.sqrt(2 / Math.PI);

  private static final double B = 0.044715 * A;

  private OnnxActivations() {}

  static void add(Activation activation, OnnxPlan plan) {
    switch (activation.function()) {
      case SIGMOID -> plan.add(activation.output(), "Sigmoid", activation.input(), List.of());
      case TANH -> plan.add(activation.output(), "Tanh", activation.input(), List.of());
      case RELU -> plan.add(activation.output(), "Relu", activation.input(), List.of());
      case SOFTMAX ->
          plan.add(
              activation.output(), "Softmax", activation.input(), List.of(), integer("axis", 1));
      case GELU -> gelu(activation, plan);
      case GELU_TANH -> geluTanh(activation, plan);
    }
  }

  /** {@code ½ x (1 + erf(x / √2))}. */
  private static void gelu(Activation gelu, OnnxPlan plan) {
    OnnxGraph graph = plan.graph();
    String owner = plan.owner(gelu.output());
    String x = plan.of(gelu.input());
    String scaled =
        graph.add(owner, "Mul", List.of(x, graph.number("gelu.sqrtHalf", Math.sqrt(0.5))));
    String erf = graph.add(owner, "Erf", List.of(scaled));
    String twice = graph.add(owner, "Add", List.of(erf, graph.number("gelu.one", 1)));
    String product = graph.add(owner, "Mul", List.of(x, twice));
    plan.put(
        gelu.output(), graph.add(owner, "Mul", List.of(product, graph.number("gelu.half", 0.5))));
  }

  private static void geluTanh(Activation gelu, OnnxPlan plan) {
    OnnxGraph graph = plan.graph();
    String owner = plan.owner(gelu.output());
    String x = plan.of(gelu.input());
    String square = graph.add(owner, "Mul", List.of(x, x));
    String cubic = graph.add(owner, "Mul", List.of(square, graph.number("geluTanh.b", B)));
    String slope = graph.add(owner, "Add", List.of(cubic, graph.number("geluTanh.a", A)));
    String argument = graph.add(owner, "Mul", List.of(slope, x));
    String gate = graph.add(owner, "Sigmoid", List.of(argument));
    plan.put(gelu.output(), graph.add(owner, "Mul", List.of(x, gate)));
  }
}
