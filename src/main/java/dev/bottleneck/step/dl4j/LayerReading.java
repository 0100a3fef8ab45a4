package dev.bottleneck.step.dl4j;

import dev.bottleneck.step.graph.NotCompilable;
import dev.bottleneck.step.graph.Operation;
import dev.bottleneck.step.graph.Parameter;
import dev.bottleneck.step.graph.Purpose;
import dev.bottleneck.step.graph.Unary;
import dev.bottleneck.step.graph.Value;
import dev.bottleneck.training.NetworkNode;
import java.util.Objects;

/** What one layer's reader sees of the plan in the making. */
final class LayerReading {
  private final PlanDraft draft;
  private final Definition definition;
  private final NetworkNode node;
  private final double lossWeight;

  /**
   * @param node the layer or vertex that is read
   */
  LayerReading(PlanDraft draft, Definition definition, NetworkNode node) {
    this(draft, definition, node, 1);
  }

  private LayerReading(
      PlanDraft draft, Definition definition, NetworkNode node, double lossWeight) {
    this.lossWeight = lossWeight;
    this.draft = draft;
    this.definition = definition;
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

  /** New labels; they are given in the order of the network's outputs. */
  Value labels(long... shape) {
    return draft.labels(node.name(), new Value("labels of " + node.name(), shape));
  }

  /** What the layer's loss is multiplied by. */
  double lossWeight() {
    return lossWeight;
  }

  /** The same layer with its loss multiplied by {@code weight}. */
  LayerReading weighing(double weight) {
    return new LayerReading(draft, definition, node, weight * lossWeight);
  }

  /** Whether anything read so far has parameters. */
  boolean hasParametersBefore() {
    return draft.operations().stream().anyMatch(o -> !o.parameters().isEmpty());
  }

  /** The parameter of this layer that DL4J keeps under {@code key}. */
  Parameter parameter(String key) {
    return parameter(node, key);
  }

  /** The same of the layer to which DL4J gives that name, which comes earlier. */
  Parameter parameterOf(String layerName, String key) throws NotCompilable {
    for (NetworkNode earlier : definition.nodes()) {
      if (earlier == node) {
        break;
      }
      if (earlier.layer() != null && layerName.equals(earlier.layer().getLayerName())) {
        return parameter(earlier, key);
      }
    }
    throw refuse("no layer before it is named " + layerName);
  }

  private Parameter parameter(NetworkNode owner, String key) {
    return Objects.requireNonNull(definition.parameters().get(owner.name()).get(key), key);
  }

  /** The exception that says why this layer is not compiled. */
  NotCompilable refuse(String reason) {
    return new NotCompilable(node.title() + ": " + reason);
  }
}
