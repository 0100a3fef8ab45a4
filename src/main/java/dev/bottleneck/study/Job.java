package dev.bottleneck.study;

import dev.bottleneck.data.Batches;
import dev.bottleneck.data.Dataset;
import dev.bottleneck.data.Splits;
import dev.bottleneck.runtime.Seeds;
import dev.bottleneck.training.BatchSource;
import dev.bottleneck.training.TrainingMonitor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** One arm on one seed: its data, its chance, and where its progress is heard. */
public final class Job {
  /** Batches an epoch in quick mode. */
  private static final int QUICK_BATCHES = 20;

  private final Arm arm;
  private final long seed;
  private final Splits data;
  private final Configuration<?> configuration;
  private final Runnable onStep;
  private final List<CurvePoint> curve = new ArrayList<>();

  Job(Arm arm, long seed, Splits data, Configuration<?> configuration, Runnable onStep) {
    this.arm = arm;
    this.seed = seed;
    this.data = data;
    this.configuration = configuration;
    this.onStep = onStep;
  }

  public Arm arm() {
    return arm;
  }

  /** The run's seed, equal for all arms that are compared. */
  public long seed() {
    return seed;
  }

  /** A seed for one use of chance; uses of different names are independent. */
  public long seed(String use) {
    return Seeds.derive(seed, use);
  }

  /** What may be trained on. */
  public Dataset trainingData() {
    return data.train();
  }

  /** What the final measures are taken on. */
  public Dataset evaluationData() {
    return configuration.evaluationPart(data);
  }

  /**
   * Mini-batches in an order drawn afresh each epoch from the seed for {@code use}; in quick mode
   * only the first few of each epoch.
   */
  public BatchSource batches(INDArray features, INDArray targets, int batchSize, String use) {
    Batches batches = Batches.of(features, targets, batchSize, seed(use));
    return configuration.quick() ? batches.limit(QUICK_BATCHES) : batches;
  }

  /** How many mini-batches {@code examples} make in one epoch of this job. */
  public int batchCount(int examples, int batchSize) {
    int count = (examples + batchSize - 1) / batchSize;
    return configuration.quick() ? Math.min(count, QUICK_BATCHES) : count;
  }

  /** Hears of the training phase called {@code phase}. */
  public TrainingMonitor phase(String phase) {
    return new TrainingMonitor() {
      @Override
      public void step() {
        onStep.run();
      }

      @Override
      public void loss(double epoch, double meanLoss) {
        curve.add(new CurvePoint(phase, epoch, meanLoss));
      }
    };
  }

  /** The learning curve so far. */
  List<CurvePoint> curve() {
    return Collections.unmodifiableList(curve);
  }
}
