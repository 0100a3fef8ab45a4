package dev.bottleneck.training;

import org.nd4j.linalg.dataset.DataSet;

/**
 * DL4J's own step with the score left on the device until {@link #meanLoss()}: what a GPU needs to
 * work ahead of the host.
 *
 * <p>Gradients and parameters are those of the plain step to the last bit, the loss to a float's
 * last digits. Until it is read the network's score is NaN: not known.
 *
 * <p>What DL4J itself reads it still reads: l1, l2 and weight decay for the score, the norm of a
 * gradient to be normalised. {@code KSparse} chooses its units on the host. A network with
 * listeners, whom DL4J tells the score, takes plain steps. For the length of a step the output
 * layer's configuration holds another loss: no other thread may train on the same one.
 */
public final class DeferredStep implements TrainingStep {
  private final Network net;
  private final DeferredScore score;
  private int steps;

  private DeferredStep(Network net, DeferredScore score) {
    this.net = net;
    this.score = score;
  }

  /** The deferred step of {@code net}, or the plain one where its score cannot be deferred. */
  public static TrainingStep of(Network net) {
    return DeferredScore.of(net)
        .<TrainingStep>map(score -> new DeferredStep(net, score))
        .orElseGet(() -> TrainingStep.of(net));
  }

  @Override
  public void fit(DataSet batch) {
    steps++;
    if (!net.hasListeners()) {
      score.add(batch, 1, () -> fitByDl4j(batch));
      net.setScore(Double.NaN);
    } else {
      score.addRead(fitByDl4j(batch));
    }
  }

  private double fitByDl4j(DataSet batch) {
    net.fit(batch);
    return net.score();
  }

  @Override
  public double meanLoss() {
    if (steps == 0) {
      return Double.NaN;
    }
    DeferredScore.Reading reading = score.read();
    net.setScore(reading.last());
    double mean = reading.sum() / steps;
    steps = 0;
    return mean;
  }

  @Override
  public boolean lossWaits() {
    return true;
  }

  @Override
  public void close() {
    // DL4J's memory goes with the network.
  }
}
