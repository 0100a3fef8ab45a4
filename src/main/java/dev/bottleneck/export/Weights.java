package dev.bottleneck.export;

import dev.bottleneck.autoencoder.Scaling;
import dev.bottleneck.training.Network;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A network's weights under their layers' names and DL4J's keys, such as {@code layer0.W}, in C
 * order and as float32, to which those of a network of doubles are rounded.
 *
 * <p>Dense W {@code [in, out]}; convolutions {@code [out, in, height, width]}, transposed ones
 * {@code [in, out, height, width]}; an LSTM's W {@code [in, 4 n]} and RW {@code [n, 4 n]}, their
 * blocks being candidate, forget, output and input gate; biases b {@code [out]}. A tied decoder has
 * its bias alone. What examples are scaled by is {@code scaling.shift} and {@code scaling.scale},
 * {@code [inputs]} each: {@code (x − shift) / scale}.
 */
final class Weights {
  private Weights() {}

  /** All of a model, the scaling first, then layer by layer. */
  static List<NamedArray> of(Exported model) {
    List<NamedArray> all = new ArrayList<>(of(model.scaling()));
    for (String node : model.network().nodes()) {
      parameters(model.network(), node)
          .forEach((key, array) -> all.add(named(model.network(), node, key, array)));
    }
    return all;
  }

  /** Shift and scale; none where nothing is scaled. */
  static List<NamedArray> of(Scaling scaling) {
    if (scaling.isNone()) {
      return List.of();
    }
    int inputs = scaling.shift().length;
    return List.of(
        new NamedArray("scaling.shift", scaling::shift, inputs),
        new NamedArray("scaling.scale", scaling::scale, inputs));
  }

  /** One parameter of a node's layer. */
  static NamedArray of(Network network, String node, String key) {
    return named(network, node, key, parameters(network, node).get(key));
  }

  private static Map<String, INDArray> parameters(Network network, String node) {
    Optional<Map<String, INDArray>> table =
        network.layerOf(node).map((Layer layer) -> layer.paramTable(false));
    return table.orElse(Map.of());
  }

  private static NamedArray named(Network network, String node, String key, INDArray array) {
    String name = owner(network, node) + "." + key;
    return new NamedArray(name, () -> values(array), array.shape());
  }

  private static float[] values(INDArray array) {
    try (INDArray copy = array.dup('c')) {
      return copy.data().asFloat();
    }
  }

  /** What a node is called in a file: {@code layer0} of layers in a row, of a graph its name. */
  static String owner(Network network, String node) {
    return network.model() instanceof MultiLayerNetwork
        ? "layer" + network.nodes().indexOf(node)
        : node;
  }
}
