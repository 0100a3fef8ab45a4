package dev.bottleneck.step.dl4j;

import dev.bottleneck.step.graph.NotCompilable;
import dev.bottleneck.step.graph.Operation;
import dev.bottleneck.step.graph.Parameter;
import dev.bottleneck.step.graph.Purpose;
import dev.bottleneck.step.graph.Unary;
import dev.bottleneck.step.graph.Value;
import java.util.List;
import java.util.Objects;

/** What one layer's reader sees of the plan in the making. */
final class LayerReading {
  private final PlanDraft draft;
  private final List<Node> before;
  private final Node node;

  /**
   * @param before the nodes that come before it in the network
   */
  LayerReading(PlanDraft draft, List<Node> before, Node node) {
    this.draft = draft;
    this.before = before;
    this.node = node;
  }

  Purpose purpose() {
    return draft.purpose();
  }

  boolean isTraining() {
    return draft.purpose() == Purpose.TRAINING;
  }

  int batch() {
    return draft.batch();
  }

  /** A value of this layer's. */
  Value value(long... shape) {
    return new Value(node.name(), shape);
  }

  /** Adds an operation and gives what it makes. */
  Value add(Unary operation) {
    draft.add(operation);
    return operation.output();
  }

  /** Adds an operation. */
  void add(Operation operation) {
    draft.add(operation);
  }

  /** New labels; they are given in the order of the losses. */
  Value labels(long... shape) {
    return draft.labels(new Value("labels of " + node.name(), shape));
  }

  /** Whether anything read so far has parameters. */
  boolean hasParametersBefore() {
    return draft.operations().stream().anyMatch(o -> !o.parameters().isEmpty());
  }

  /** The parameter of this layer that DL4J keeps under {@code key}. */
  Parameter parameter(String key) {
    return Objects.requireNonNull(node.parameters().get(key), key);
  }

  /** The same of the layer to which DL4J gives that name, which comes earlier. */
  Parameter parameterOf(String layerName, String key) throws NotCompilable {
    for (Node earlier : before) {
      if (earlier.layer() != null && layerName.equals(earlier.layer().getLayerName())) {
        return Objects.requireNonNull(earlier.parameters().get(key), key);
      }
    }
    throw refuse("no layer before it is named " + layerName);
  }

  /** The exception that says why this layer is not compiled. */
  NotCompilable refuse(String reason) {
    return new NotCompilable(node.title() + ": " + reason);
  }
}
