package dev.bottleneck.step;

import static dev.bottleneck.step.CurrentPlans.inOrder;

import dev.bottleneck.training.MeanLoss;
import dev.bottleneck.training.TrainingStep;
import java.lang.ref.Reference;
import java.util.Arrays;
import java.util.Optional;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/**
 * A network's compiled training step.
 *
 * <p>What no plan can do, such as a batch with masks or a network with listeners, DL4J does: the
 * parameters, the updater state and the counters are the same. For one thread at a time; oneDNN
 * takes as many threads as that one may ({@link dev.bottleneck.device.ComputeThreads}).
 */
final class CompiledStep implements TrainingStep {
  private final MultiLayerNetwork net;
  private final MeanLoss losses = new MeanLoss();
  private final CurrentPlans plans;

  /** Compiles {@code net} for features of that shape. */
  CompiledStep(MultiLayerNetwork net, Precision precision, long... featuresShape)
      throws NotCompilable {
    this.net = net;
    plans = new CurrentPlans(net, precision);
    try {
      plans.network().plan(Section.Purpose.TRAINING, featuresShape);
    } catch (NotCompilable e) {
      plans.close();
      throw e;
    }
  }

  @Override
  public void fit(DataSet batch) {
    planFor(batch).ifPresentOrElse(plan -> fit(plan, batch), () -> net.fit(batch));
    losses.add(net.score());
  }

  @Override
  public double meanLoss() {
    return losses.take();
  }

  private void fit(Plan plan, DataSet batch) {
    MultiLayerConfiguration counters = net.getLayerWiseConfigurations();
    int iteration = counters.getIterationCount();
    double score = gradientAndScore(plan, batch);
    plans.network().update(batch.numExamples(), iteration, counters.getEpochCount());
    counters.setIterationCount(iteration + 1);
    for (Layer layer : net.getLayers()) {
      layer.setIterationCount(iteration + 1);
      layer.setEpochCount(counters.getEpochCount());
    }
    net.setScore(score);
  }

  /**
   * The score of {@code batch}; its summed gradient is afterwards in the network's own vector, and
   * the parameters are as before.
   */
  double gradientAndScore(DataSet batch) {
    return gradientAndScore(
        planFor(batch)
            .orElseThrow(() -> new IllegalArgumentException("no plan can take this batch")),
        batch);
  }

  private double gradientAndScore(Plan plan, DataSet batch) {
    INDArray features = inOrder(batch.getFeatures());
    INDArray labels =
        batch.getLabels() == batch.getFeatures() ? features : inOrder(batch.getLabels());
    try {
      return plan.gradientAndScore(
          NetworkMemory.addressOf(features),
          NetworkMemory.addressOf(labels),
          net.getLayerWiseConfigurations().getIterationCount());
    } finally {
      // The plan knows their addresses alone, which the collector does not see.
      Reference.reachabilityFence(features);
      Reference.reachabilityFence(labels);
    }
  }

  /** The plan that can train on {@code batch}. */
  private Optional<Plan> planFor(DataSet batch) {
    return plans
        .plan(Section.Purpose.TRAINING, batch.getFeatures())
        .filter(plan -> !batch.hasMaskArrays() && net.getListeners().isEmpty())
        .filter(plan -> Arrays.equals(plan.labelsShape(), batch.getLabels().shape()));
  }

  @Override
  public void close() {
    plans.close();
  }
}
