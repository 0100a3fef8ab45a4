package dev.bottleneck.training;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/** DL4J's own pass, whose score is read as soon as it is computed. */
final class PlainForward implements ForwardPass {
  private final Network net;

  PlainForward(Network net) {
    this.net = net;
  }

  @Override
  public INDArray activations(String from, String to, INDArray given) {
    return net.activations(from, to, given);
  }

  @Override
  public double score(DataSet batch) {
    return net.score(batch);
  }

  @Override
  public void close() {
    // DL4J's memory goes with the network.
  }
}
