package dev.bottleneck.step.dl4j;

import dev.bottleneck.step.graph.NotCompilable;
import dev.bottleneck.step.graph.Value;
import org.deeplearning4j.nn.conf.layers.Layer;

/** Turns one kind of DL4J's layer configurations into operations. */
@FunctionalInterface
interface LayerReader<C extends Layer> {
  /**
   * Adds the layer's operations to its plan.
   *
   * @return the layer's output; of a layer with a loss, its input to the loss
   * @throws NotCompilable if a setting of the layer is not known
   */
  Value read(C layer, LayerReading reading, Value input) throws NotCompilable;
}
