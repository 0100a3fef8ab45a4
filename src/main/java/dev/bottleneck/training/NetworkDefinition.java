package dev.bottleneck.training;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A network's definition in DL4J's terms, of layers in a row or a graph of vertices. Before the
 * network is made its layers may still be changed.
 */
public interface NetworkDefinition {
  /** That of layers in a row. */
  static NetworkDefinition of(MultiLayerConfiguration configuration) {
    return new RowDefinition(configuration);
  }

  /** That of a graph of one input. */
  static NetworkDefinition of(ComputationGraphConfiguration configuration) {
    return new GraphDefinition(configuration);
  }

  /** All layers and vertices, each after those that it reads. */
  List<NetworkNode> nodes();

  /** The nodes that end the network; the first is the one whose output is the network's. */
  List<String> outputs();

  DataType dataType();

  BackpropType backpropType();

  /** What DL4J reads it from again. */
  String json();

  /** The network with its initial parameters. */
  Network initialized();

  /** The network with these parameters, which are taken as they are, not copied. */
  Network initialized(INDArray parameters);

  /** The layers; vertices that are none are left out. */
  default List<Layer> layers() {
    return nodes().stream().map(NetworkNode::layer).filter(Objects::nonNull).toList();
  }

  /** Whether every way from the input to the network's output leads through {@code node}. */
  default boolean separates(String node) {
    Set<String> reached = new HashSet<>(Set.of(Network.INPUT));
    for (NetworkNode next : nodes()) {
      if (!next.name().equals(node) && next.inputs().stream().anyMatch(reached::contains)) {
        reached.add(next.name());
      }
    }
    return !reached.contains(outputs().get(0));
  }

  /** The layer that gives the network's output. */
  default Layer output() {
    return nodes().stream()
        .filter(node -> node.name().equals(outputs().get(0)))
        .map(NetworkNode::layer)
        .findFirst()
        .orElseThrow();
  }
}
