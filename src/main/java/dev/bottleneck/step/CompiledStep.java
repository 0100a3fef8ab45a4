package dev.bottleneck.step;

import dev.bottleneck.training.TrainingStep;
import java.lang.ref.Reference;
import java.util.Arrays;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.shape.Shape;
import org.nd4j.linalg.dataset.DataSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A network's compiled training step.
 *
 * <p>What no plan can do, such as a batch with masks or a network with listeners, DL4J does: the
 * parameters, the updater state and the counters are the same. For one thread at a time; oneDNN
 * takes as many threads as that one may ({@link dev.bottleneck.runtime.ComputeThreads}).
 */
final class CompiledStep implements TrainingStep {
  private static final Logger LOG = LoggerFactory.getLogger(CompiledStep.class);

  private final MultiLayerNetwork net;
  private final TrainingStep dl4j;
  private CompiledNetwork compiled; // null once the network is not compilable any more, or closed
  private boolean closed;
  private boolean refusalLogged;

  /** Compiles {@code net} for features of that shape. */
  CompiledStep(MultiLayerNetwork net, long... featuresShape) throws NotCompilable {
    this.net = net;
    dl4j = TrainingStep.of(net);
    compiled = new CompiledNetwork(net);
    try {
      compiled.plan(featuresShape);
    } catch (NotCompilable e) {
      compiled.close();
      throw e;
    }
  }

  @Override
  public double fit(DataSet batch) {
    if (closed) {
      throw new IllegalStateException("the step is closed");
    }
    Plan plan = planFor(batch);
    if (plan == null) {
      return dl4j.fit(batch);
    }
    MultiLayerConfiguration counters = net.getLayerWiseConfigurations();
    int iteration = counters.getIterationCount();
    double score = gradientAndScore(plan, batch);
    compiled.update(batch.numExamples(), iteration, counters.getEpochCount());
    counters.setIterationCount(iteration + 1);
    for (Layer layer : net.getLayers()) {
      layer.setIterationCount(iteration + 1);
      layer.setEpochCount(counters.getEpochCount());
    }
    net.setScore(score);
    return score;
  }

  /**
   * The score of {@code batch}; its summed gradient is afterwards in the network's own vector, and
   * the parameters are as before.
   */
  double gradientAndScore(DataSet batch) {
    Plan plan = planFor(batch);
    if (plan == null) {
      throw new IllegalArgumentException("no plan can take this batch");
    }
    return gradientAndScore(plan, batch);
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

  /** The plan that can train on {@code batch}, or {@code null}. */
  private Plan planFor(DataSet batch) {
    if (batch.hasMaskArrays() || !net.getListeners().isEmpty() || !recompileIfMoved()) {
      return null;
    }
    try {
      Plan plan = compiled.plan(batch.getFeatures().shape());
      return Arrays.equals(plan.labelsShape(), batch.getLabels().shape()) ? plan : null;
    } catch (NotCompilable e) {
      if (!refusalLogged) {
        LOG.info("Batches of another size are trained on by DL4J: {}", e.getMessage());
        refusalLogged = true;
      }
      return null;
    }
  }

  /** Whether there is a compiled network, made anew where DL4J has replaced a vector. */
  private boolean recompileIfMoved() {
    if (compiled != null && !compiled.isCurrent()) {
      compiled.close();
      compiled = null;
      try {
        compiled = new CompiledNetwork(net);
      } catch (NotCompilable e) {
        LOG.info("DL4J goes on training the network: {}", e.getMessage());
      }
    }
    return compiled != null;
  }

  private static INDArray inOrder(INDArray array) {
    INDArray floats = array.castTo(DataType.FLOAT);
    return floats.ordering() == 'c' && Shape.hasDefaultStridesForShape(floats)
        ? floats
        : floats.dup('c');
  }

  @Override
  public void close() {
    closed = true;
    if (compiled != null) {
      compiled.close();
      compiled = null;
    }
  }
}
