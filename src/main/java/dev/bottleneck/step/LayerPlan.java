package dev.bottleneck.step;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.nn.conf.layers.Layer;

/** What one layer's compiler sees of the plan: the builder, and the network's parameters. */
final class LayerPlan {
  private final PlanBuilder builder;
  private final Section section;
  private final List<Layer> layers;
  private final List<Map<String, Parameter>> parameters;
  private final int index;

  /**
   * @param layers the network's layer configurations
   * @param parameters the parameters of each, by their keys
   * @param index the layer being compiled
   */
  LayerPlan(
      PlanBuilder builder,
      Section section,
      List<Layer> layers,
      List<Map<String, Parameter>> parameters,
      int index) {
    this.builder = builder;
    this.section = section;
    this.layers = layers;
    this.parameters = parameters;
    this.index = index;
  }

  PlanBuilder builder() {
    return builder;
  }

  /** What the plan computes, and for what. */
  Section section() {
    return section;
  }

  int batch() {
    return builder.batch();
  }

  /** The parameter of this layer that DL4J keeps under {@code key}. */
  Parameter parameter(String key) {
    return Objects.requireNonNull(parameters.get(index).get(key), key);
  }

  /** The same of the layer of that name, which comes earlier. */
  Parameter parameterOf(String layerName, String key) throws NotCompilable {
    for (int i = 0; i < index; i++) {
      if (layerName.equals(layers.get(i).getLayerName())) {
        return Objects.requireNonNull(parameters.get(i).get(key), key);
      }
    }
    throw refuse("no layer before it is named " + layerName);
  }

  /** Whether the layer behind this one is of exactly that class. */
  boolean isFollowedBy(Class<? extends Layer> type) {
    return index + 1 < layers.size() && layers.get(index + 1).getClass() == type;
  }

  /** The exception that says why this layer is not compiled. */
  NotCompilable refuse(String reason) {
    return new NotCompilable(describe(layers.get(index), index) + ": " + reason);
  }

  static String describe(Layer layer, int index) {
    String name = layer.getLayerName();
    // DL4J calls those that are given no name layer0, layer1 and so on.
    boolean named = name != null && !name.equals("layer" + index);
    String title = named ? "layer " + index + " \"" + name + "\"" : "layer " + index;
    return title + " (" + layer.getClass().getSimpleName() + ")";
  }
}
