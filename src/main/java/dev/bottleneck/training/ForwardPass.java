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
   * The activations of layer {@code last} when layer {@code first} is given {@code input}; the
   * caller's own, not a view of what the next call overwrites.
   *
   * @param input {@code [batch, …]}, in the shape that layer's preprocessor takes
   */
  INDArray activations(int first, int last, INDArray input);

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

  /** The output of the last layer. */
  static INDArray output(ForwardPass pass, MultiLayerNetwork net, INDArray input) {
    return pass.activations(0, net.getnLayers() - 1, input);
  }

  /** DL4J's own pass over {@code net}. */
  static ForwardPass of(MultiLayerNetwork net) {
    return new PlainForward(net);
  }
}
