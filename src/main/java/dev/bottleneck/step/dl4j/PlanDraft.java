package dev.bottleneck.step.dl4j;

import dev.bottleneck.step.graph.Operation;
import dev.bottleneck.step.graph.Plan;
import dev.bottleneck.step.graph.Purpose;
import dev.bottleneck.step.graph.Value;
import java.util.ArrayList;
import java.util.List;

/** A plan in the making. */
final class PlanDraft {
  private final Purpose purpose;
  private final int batch;
  private final List<Value> inputs = new ArrayList<>();
  private final List<Operation> operations = new ArrayList<>();
  private final List<Value> labels = new ArrayList<>();

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

  List<Value> labels() {
    return labels;
  }

  Value labels(Value expected) {
    labels.add(expected);
    return expected;
  }

  /**
   * @param output what is wanted of a plan for activations
   */
  Plan finish(Value output) {
    return new Plan(
        purpose, batch, inputs, operations, labels, purpose.endsInLoss() ? null : output);
  }
}
