package dev.bottleneck.training;

import java.util.List;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Layers in a row, which are named by their index. */
record RowDefinition(MultiLayerConfiguration configuration) implements NetworkDefinition {
  @Override
  public List<NetworkNode> nodes() {
    return IntStream.range(0, configuration.getConfs().size()).mapToObj(this::node).toList();
  }

  private NetworkNode node(int index) {
    NeuralNetConfiguration settings = configuration.getConf(index);
    return new NetworkNode(
        Network.layer(index),
        title(settings.getLayer(), index),
        null,
        settings,
        configuration.getInputPreProcess(index),
        List.of(Network.layer(index - 1)));
  }

  private static String title(Layer layer, int index) {
    String name = layer.getLayerName();
    // DL4J calls those that are given no name layer0, layer1 and so on.
    boolean named = name != null && !name.equals("layer" + index);
    String title = named ? Network.layer(index) + " \"" + name + "\"" : Network.layer(index);
    return title + " (" + layer.getClass().getSimpleName() + ")";
  }

  @Override
  public List<String> outputs() {
    return List.of(Network.layer(configuration.getConfs().size() - 1));
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
    MultiLayerNetwork net = new MultiLayerNetwork(configuration);
    net.init();
    return Network.of(net);
  }

  @Override
  public Network initialized(INDArray parameters) {
    MultiLayerNetwork net = new MultiLayerNetwork(configuration);
    net.init(parameters, false);
    return Network.of(net);
  }
}
