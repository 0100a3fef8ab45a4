package dev.bottleneck.training;

import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.api.Updater;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/**
 * A DL4J network, of layers in a row or a graph of vertices: what training, running and keeping one
 * needs. All state is DL4J's own.
 *
 * <p>Its nodes are the layers in their order, called {@code layer 0} and so on, or the vertices in
 * the order in which they are computed, by their names. A graph has one input; the labels of
 * several outputs stand side by side, see {@link LabelColumns}.
 */
public interface Network {
  /** What the nodes call what the network is given. */
  String INPUT = "input";

  /** That of layers in a row. */
  static Network of(MultiLayerNetwork net) {
    return new LayersInARow(net);
  }

  /** That of a graph. */
  static Network of(ComputationGraph graph) {
    return new GraphOfVertices(graph);
  }

  /** The name of layer {@code index} of a row; that before the first is the network's input. */
  static String layer(int index) {
    return index < 0 ? INPUT : "layer " + index;
  }

  /** DL4J's own object. */
  Model model();

  /** What it is made from. */
  NetworkDefinition definition();

  /** The nodes' names. */
  default List<String> nodes() {
    return definition().nodes().stream().map(NetworkNode::name).toList();
  }

  /** The node whose output is the network's; of several outputs that of the first. */
  default String output() {
    return definition().outputs().get(0);
  }

  /** The running layer of a node; empty of a vertex that is none. */
  Optional<Layer> layerOf(String node);

  /** All parameters, one row; DL4J's own array. */
  default INDArray params() {
    return model().params();
  }

  default long numParams() {
    return model().numParams();
  }

  /** All gradients in the parameters' order; DL4J's own array, made if there is none yet. */
  INDArray gradient();

  /** DL4J's updater, made if there is none yet. */
  Updater updater();

  /** The updater's state; empty where it has none, as plain gradient descent. */
  default Optional<INDArray> updaterState() {
    return Optional.ofNullable(updater().getStateViewArray());
  }

  /** Steps taken. */
  int iterations();

  /** Epochs ended. */
  int epochs();

  /** Sets both counts, of the network and of all its layers. */
  void setCounters(int iterations, int epochs);

  /** Counts an epoch. */
  void endEpoch();

  /** Whether somebody hears of DL4J's own steps. */
  boolean hasListeners();

  /** DL4J's own step on a batch. */
  void fit(DataSet batch);

  /** The loss of the last step, penalties included. */
  default double score() {
    return model().score();
  }

  /** Tells DL4J the loss of a step that it has not taken itself. */
  void setScore(double score);

  /** The mean loss over the examples of a batch as at test time, penalties included, by DL4J. */
  double score(DataSet batch);

  /**
   * The activations of node {@code to} as at test time, by DL4J; the caller's own.
   *
   * @param from the node whose output is given, or {@link #INPUT}
   * @param given {@code [batch, …]}
   * @throws IllegalArgumentException if {@code to} depends on more than what is given
   */
  INDArray activations(String from, String to, INDArray given);

  /**
   * Another of the same definition and counts, with arrays of its own.
   *
   * @param parameters are taken as they are, not copied
   * @param state of the updater; empty where it has none
   */
  Network with(INDArray parameters, Optional<INDArray> state);

  /**
   * The layers in a row that the network is.
   *
   * @throws IllegalStateException if it is a graph
   */
  default MultiLayerNetwork asLayers() {
    if (model() instanceof MultiLayerNetwork layers) {
      return layers;
    }
    throw new IllegalStateException("the network is a graph, not layers in a row");
  }
}
