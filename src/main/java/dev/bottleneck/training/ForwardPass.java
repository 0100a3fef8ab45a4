package dev.bottleneck.training;

import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/**
 * Runs one network, or some of its layers, as at test time: nothing is corrupted, no noise is
 * drawn, and the network stays as it is. For one thread at a time.
 */
public interface ForwardPass extends AutoCloseable {
  /**
   * The activations of node {@code to}; the caller's own, not a view of what the next call
   * overwrites.
   *
   * @param from the node whose output is given, or {@link Network#INPUT}
   * @param given {@code [batch, …]}
   */
  INDArray activations(String from, String to, INDArray given);

  /**
   * Writes the activations of node {@code to} over the values of {@code place}, which has their
   * shape.
   */
  default void writeActivations(String from, String to, INDArray given, INDArray place) {
    place.assign(activations(from, to, given));
  }

  /**
   * Of layers in a row, the activations of layer {@code last} when layer {@code first} is given
   * {@code input}.
   *
   * @param input {@code [batch, …]}, in the shape that layer's preprocessor takes
   */
  default INDArray activations(int first, int last, INDArray input) {
    return activations(Network.layer(first - 1), Network.layer(last), input);
  }

  /** The mean loss over the examples of {@code batch}, penalties included. */
  double score(DataSet batch);

  /** The mean score over the examples of all {@code batches}; NaN if there is none. */
  default double meanScore(Iterable<DataSet> batches) {
    double sum = 0;
    long examples = 0;
    for (DataSet batch : batches) {
      sum += score(batch) * batch.numExamples();
      examples += batch.numExamples();
    }
    return sum / examples;
  }

  /** Frees what the pass holds; the network stays as it is. */
  @Override
  void close();

  /** The network's output. */
  static INDArray output(ForwardPass pass, Network net, INDArray input) {
    return pass.activations(Network.INPUT, net.output(), input);
  }

  /** DL4J's own pass over {@code net}. */
  static ForwardPass of(Network net) {
    return new PlainForward(net);
  }

  /** The same for layers in a row. */
  static ForwardPass of(MultiLayerNetwork net) {
    return of(Network.of(net));
  }
}
