package dev.bottleneck.training;

import java.util.List;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.layers.Layer;

/**
 * A layer within its network's definition, or a vertex that is none.
 *
 * @param name that others name it by
 * @param title what messages call it, such as {@code layer 0 (DenseLayer)}
 * @param vertex {@code null} for a layer
 * @param settings the layer's and what holds for it; {@code null} for a vertex
 * @param before what changes the shape of what a layer is given; {@code null} for nothing
 * @param inputs names of the nodes, or of the network's input, that it reads
 */
public record NetworkNode(
    String name,
    String title,
    GraphVertex vertex,
    NeuralNetConfiguration settings,
    InputPreProcessor before,
    List<String> inputs) {
  /** {@code null} for a vertex. */
  public Layer layer() {
    return settings == null ? null : settings.getLayer();
  }
}
