package dev.bottleneck.training;

import org.nd4j.linalg.dataset.DataSet;

/** DL4J's own step, whose loss is read as soon as it is computed. */
final class PlainStep implements TrainingStep {
  private final Network net;
  private final MeanLoss losses = new MeanLoss();

  PlainStep(Network net) {
    this.net = net;
  }

  @Override
  public void fit(DataSet batch) {
    net.fit(batch);
    losses.add(net.score());
  }

  @Override
  public double meanLoss() {
    return losses.take();
  }

  @Override
  public void close() {
    // DL4J's memory goes with the network.
  }
}
