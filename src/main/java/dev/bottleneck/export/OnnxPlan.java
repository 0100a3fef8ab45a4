package dev.bottleneck.export;

import dev.bottleneck.runtime.UserError;
import dev.bottleneck.step.graph.Operation;
import dev.bottleneck.step.graph.Parameter;
import dev.bottleneck.step.graph.Plan;
import dev.bottleneck.step.graph.Value;
import dev.bottleneck.training.Network;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import onnx.Onnx.AttributeProto;

/** A plan on its way into an ONNX graph: which tensor is which of its values. */
final class OnnxPlan {
  private final Network network;
  private final OnnxGraph graph;
  private final Map<Value, String> tensors = new HashMap<>();

  private OnnxPlan(Network network, OnnxGraph graph) {
    this.network = network;
    this.graph = graph;
  }

  /**
   * Adds a plan's operations to a graph.
   *
   * @param given the tensor that is the plan's input
   * @return the tensor that is its output
   * @throws UserError if ONNX is not known to have one of them
   */
  static String add(Plan plan, Network network, OnnxGraph graph, String given) {
    OnnxPlan made = new OnnxPlan(network, graph);
    made.tensors.put(plan.inputs().get(0), given);
    for (Operation operation : plan.operations()) {
      OnnxOperations.add(operation, made);
    }
    return made.of(plan.output());
  }

  OnnxGraph graph() {
    return graph;
  }

  /** The tensor that {@code value} is. */
  String of(Value value) {
    return tensors.get(value);
  }

  void put(Value value, String tensor) {
    tensors.put(value, tensor);
  }

  /** What the names of an operation's tensors begin with. */
  String owner(Value output) {
    return Weights.owner(network, output.name());
  }

  /** The constant that is a parameter as it is. */
  String of(Parameter parameter) {
    return graph.constant(array(parameter));
  }

  NamedArray array(Parameter parameter) {
    return Weights.of(network, parameter.owner(), parameter.key());
  }

  /** Adds a node that makes {@code output} of {@code input} and constants. */
  void add(
      Value output,
      String operator,
      Value input,
      List<String> constants,
      AttributeProto... attributes) {
    List<String> inputs = Stream.concat(Stream.of(of(input)), constants.stream()).toList();
    put(output, graph.add(owner(output), operator, inputs, attributes));
  }
}
