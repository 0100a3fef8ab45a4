package dev.bottleneck.step.graph;

import java.util.List;

/**
 * What a network, or some of it, computes for a batch.
 *
 * @param batch examples
 * @param inputs what is given, {@code [batch, …]} each
 * @param operations each after those that make what it reads
 * @param labels what the losses hold predictions against, {@code [batch, …]} each
 * @param output what is wanted of a plan for activations; {@code null} of one that ends in losses
 */
public record Plan(
    Purpose purpose,
    int batch,
    List<Value> inputs,
    List<Operation> operations,
    List<Value> labels,
    Value output) {
  public Plan {
    inputs = List.copyOf(inputs);
    operations = List.copyOf(operations);
    labels = List.copyOf(labels);
  }

  /** Whether gradients are wanted, and chance has its part. */
  public boolean isTraining() {
    return purpose == Purpose.TRAINING;
  }

  /** Those that read {@code value}. */
  public List<Operation> readersOf(Value value) {
    return operations.stream().filter(o -> o.inputs().contains(value)).toList();
  }
}
