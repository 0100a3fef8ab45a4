package dev.bottleneck.testing;

import dev.bottleneck.training.Network;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;

/** Networks like others, of either of DL4J's kinds. */
public final class NetworkCopies {
  private NetworkCopies() {}

  /** One of the same definition, parameters, updater state and counts. */
  public static Network of(Network net) {
    Network copy =
        net.model() instanceof ComputationGraph graph
            ? Network.of(graph.clone())
            : Network.of(net.asLayers().clone());
    copy.setCounters(net.iterations(), net.epochs());
    return copy;
  }

  /** The same in double precision. */
  public static Network exact(Network net) {
    Network copy =
        net.model() instanceof ComputationGraph graph
            ? Network.of(graph.clone().convertDataType(DataType.DOUBLE))
            : Network.of(net.asLayers().clone().convertDataType(DataType.DOUBLE));
    copy.setCounters(net.iterations(), net.epochs());
    return copy;
  }

  /** Its configuration as a file has it, counts included. */
  public static String json(Network net) {
    return net.model() instanceof ComputationGraph graph
        ? graph.getConfiguration().toJson()
        : ((MultiLayerNetwork) net.model()).getLayerWiseConfigurations().toJson();
  }
}
