package dev.bottleneck.training;

import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.util.GraphIndices;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A graph of vertices, by their names. */
record GraphDefinition(ComputationGraphConfiguration configuration) implements NetworkDefinition {
  GraphDefinition {
    if (configuration.getNetworkInputs().size() != 1) {
      throw new IllegalArgumentException(
          "a graph of one input is known, not of " + configuration.getNetworkInputs());
    }
  }

  /** In DL4J's own order, in which its parameters lie as well. */
  @Override
  public List<NetworkNode> nodes() {
    GraphIndices indices = new ComputationGraph(configuration).calculateIndices();
    return Arrays.stream(indices.getTopologicalSortOrder())
        .mapToObj(indices.getIdxToName()::get)
        .filter(name -> !isInput(name))
        .map(this::node)
        .toList();
  }

  private boolean isInput(String name) {
    return configuration.getNetworkInputs().contains(name);
  }

  private NetworkNode node(String name) {
    GraphVertex vertex = configuration.getVertices().get(name);
    List<String> inputs =
        configuration.getVertexInputs().get(name).stream()
            .map(input -> isInput(input) ? Network.INPUT : input)
            .toList();
    if (vertex instanceof LayerVertex layer) {
      return new NetworkNode(
          name,
          title(name, layer.getLayerConf().getLayer()),
          null,
          layer.getLayerConf(),
          layer.getPreProcessor(),
          inputs);
    }
    return new NetworkNode(name, title(name, vertex), vertex, null, null, inputs);
  }

  private static String title(String name, Object what) {
    return "\"" + name + "\" (" + what.getClass().getSimpleName() + ")";
  }

  @Override
  public List<String> outputs() {
    return configuration.getNetworkOutputs();
  }

  @Override
  public DataType dataType() {
    return configuration.getDataType();
  }

  @Override
  public BackpropType backpropType() {
    return configuration.getBackpropType();
  }

  @Override
  public String json() {
    return configuration.toJson();
  }

  @Override
  public Network initialized() {
    ComputationGraph graph = new ComputationGraph(configuration);
    graph.init();
    return Network.of(graph);
  }

  @Override
  public Network initialized(INDArray parameters) {
    ComputationGraph graph = new ComputationGraph(configuration);
    graph.init(parameters, false);
    return Network.of(graph);
  }
}
