package dev.bottleneck.bench;

import dev.bottleneck.training.TrainingStep;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.dataset.DataSet;

/** One of the engines in this process. */
final class StepContender implements TrainingContender {
  private final String name;
  private final MultiLayerNetwork net;
  private final TrainingStep step;
  private final List<DataSet> batches;
  private int next;
  private double loss = Double.NaN;

  /**
   * @param step of {@code net}; both are closed with the contender
   */
  StepContender(String name, MultiLayerNetwork net, TrainingStep step, List<DataSet> batches) {
    this.name = name;
    this.net = net;
    this.step = step;
    this.batches = batches;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public double millisecondsPerStep(int steps) {
    long start = System.nanoTime();
    for (int i = 0; i < steps; i++) {
      step.fit(batches.get(next));
      next = (next + 1) % batches.size();
    }
    // Reading it also waits for what a device has still to do.
    step.meanLoss();
    loss = net.score();
    return (System.nanoTime() - start) / 1e6 / steps;
  }

  @Override
  public double loss() {
    return loss;
  }

  @Override
  public void close() {
    step.close();
    net.close();
  }
}
