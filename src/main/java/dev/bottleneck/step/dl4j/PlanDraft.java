package dev.bottleneck.step.dl4j;

import dev.bottleneck.step.graph.Operation;
import dev.bottleneck.step.graph.Plan;
import dev.bottleneck.step.graph.Purpose;
import dev.bottleneck.step.graph.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A plan in the making. */
final class PlanDraft {
  private final Purpose purpose;
  private final int batch;
  private final List<Value> inputs = new ArrayList<>();
  private final List<Operation> operations = new ArrayList<>();
  private final Map<String, Value> labels = new HashMap<>(); // by their node

  PlanDraft(Purpose purpose, int batch) {
    this.purpose = purpose;
    this.batch = batch;
  }

  Purpose purpose() {
    return purpose;
  }

  int batch() {
    return batch;
  }

  Value input(Value given) {
    inputs.add(given);
    return given;
  }

  void add(Operation operation) {
    operations.add(operation);
  }

  /** What was added so far. */
  List<Operation> operations() {
    return operations;
  }

  /** Whether a loss was read. */
  boolean hasLabels() {
    return !labels.isEmpty();
  }

  Value labels(String node, Value expected) {
    labels.put(node, expected);
    return expected;
  }

  /**
   * @param output what is wanted of a plan for activations
   * @param order the network's outputs
   */
  Plan finish(Value output, List<String> order) {
    List<Value> inOrder = order.stream().map(labels::get).filter(Objects::nonNull).toList();
    return new Plan(
        purpose, batch, inputs, operations, inOrder, purpose.endsInLoss() ? null : output);
  }
}
