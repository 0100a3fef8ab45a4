package dev.bottleneck.step.dl4j;

import dev.bottleneck.step.graph.Parameter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A DL4J network's definition as nodes, each after those that it reads.
 *
 * @param input the network's name for what it is given
 * @param settings DL4J's of each layer
 */
public record Definition(
    String input,
    List<Node> nodes,
    List<NeuralNetConfiguration> settings,
    DataType dataType,
    BackpropType backpropType) {
  private static final String INPUT = "input";

  /** That of layers in a row, which are named by their index. */
  public static Definition of(MultiLayerNetwork net) {
    MultiLayerConfiguration configuration = net.getLayerWiseConfigurations();
    List<Node> nodes = new ArrayList<>();
    long start = 0;
    for (int i = 0; i < net.getnLayers(); i++) {
      Layer layer = configuration.getConf(i).getLayer();
      Map<String, Parameter> parameters = parameters(i, net.getLayer(i).paramTable(false), start);
      nodes.add(
          new Node(
              name(i),
              title(layer, i),
              layer,
              configuration.getInputPreProcess(i),
              List.of(name(i - 1)),
              parameters));
      start += parameters.values().stream().mapToLong(Parameter::length).sum();
    }
    return new Definition(
        INPUT,
        List.copyOf(nodes),
        configuration.getConfs(),
        configuration.getDataType(),
        configuration.getBackpropType());
  }

  /** Of layer {@code index}; that before the first is the network's input. */
  static String name(int index) {
    return index < 0 ? INPUT : "layer " + index;
  }

  private static Map<String, Parameter> parameters(
      int layer, Map<String, INDArray> table, long start) {
    Map<String, Parameter> parameters = new LinkedHashMap<>();
    long at = start;
    for (Map.Entry<String, INDArray> entry :
        (table == null ? Map.<String, INDArray>of() : table).entrySet()) {
      int length = Math.toIntExact(entry.getValue().length());
      parameters.put(entry.getKey(), new Parameter(name(layer), entry.getKey(), at, length));
      at += length;
    }
    return parameters;
  }

  private static String title(Layer layer, int index) {
    String name = layer.getLayerName();
    // DL4J calls those that are given no name layer0, layer1 and so on.
    boolean named = name != null && !name.equals("layer" + index);
    String title = named ? name(index) + " \"" + name + "\"" : name(index);
    return title + " (" + layer.getClass().getSimpleName() + ")";
  }
}
