package dev.bottleneck.step;

import org.deeplearning4j.nn.conf.layers.Layer;

/** Turns one kind of DL4J's layer configurations into stages. */
@FunctionalInterface
interface LayerCompiler<C extends Layer> {
  /**
   * Appends the layer's stages to its plan.
   *
   * @return the layer's output; of a layer with a loss, its input to the loss
   * @throws NotCompilable if a setting of the layer is not known
   */
  Signal compile(C layer, LayerPlan plan, Signal input) throws NotCompilable;
}
