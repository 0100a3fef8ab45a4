package dev.bottleneck.step.dl4j;

import dev.bottleneck.step.graph.Parameter;
import dev.bottleneck.training.Network;
import dev.bottleneck.training.NetworkDefinition;
import dev.bottleneck.training.NetworkNode;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What plans are read from: a network's definition, and where its parameters lie.
 *
 * @param nodes the definition's
 * @param parameters by node and DL4J's key; none of a node that has none
 */
public record Definition(
    NetworkDefinition network,
    List<NetworkNode> nodes,
    Map<String, Map<String, Parameter>> parameters) {
  /** That of {@code net}. */
  public static Definition of(Network net) {
    Map<String, Map<String, Parameter>> parameters = new HashMap<>();
    List<NetworkNode> nodes = net.definition().nodes();
    nodes.forEach(node -> parameters.put(node.name(), parameters(net, node.name())));
    return new Definition(net.definition(), nodes, parameters);
  }

  /** Where DL4J has a node's parameters in its flat vector, of which they are views. */
  private static Map<String, Parameter> parameters(Network net, String node) {
    Map<String, Parameter> parameters = new LinkedHashMap<>();
    Map<String, INDArray> table = net.layerOf(node).map(l -> l.paramTable(false)).orElse(null);
    for (Map.Entry<String, INDArray> entry :
        (table == null ? Map.<String, INDArray>of() : table).entrySet()) {
      INDArray view = entry.getValue();
      long start = view.offset() - net.params().offset();
      int length = Math.toIntExact(view.length());
      parameters.put(entry.getKey(), new Parameter(node, entry.getKey(), start, length));
    }
    return parameters;
  }
}
