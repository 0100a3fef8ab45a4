package dev.bottleneck.training;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/** DL4J's own pass, whose mean score of many batches is read from the device once. */
public final class DeferredForward implements ForwardPass {
  private final Network net;
  private final ForwardPass plain;
  private final DeferredScore score;

  private DeferredForward(Network net, ForwardPass plain, DeferredScore score) {
    this.net = net;
    this.plain = plain;
    this.score = score;
  }

  /** The deferred pass over {@code net}, or the plain one where its score cannot be deferred. */
  public static ForwardPass of(Network net) {
    ForwardPass plain = ForwardPass.of(net);
    return DeferredScore.of(net)
        .<ForwardPass>map(score -> new DeferredForward(net, plain, score))
        .orElse(plain);
  }

  @Override
  public INDArray activations(String from, String to, INDArray given) {
    return plain.activations(from, to, given);
  }

  @Override
  public double score(DataSet batch) {
    return plain.score(batch);
  }

  @Override
  public double meanScore(Iterable<DataSet> batches) {
    // A pass that failed may have left a part of its sum.
    score.clear();
    long examples = 0;
    for (DataSet batch : batches) {
      score.add(batch, batch.numExamples(), () -> net.score(batch));
      examples += batch.numExamples();
    }
    return score.read().sum() / examples;
  }

  @Override
  public void close() {
    plain.close();
  }
}
