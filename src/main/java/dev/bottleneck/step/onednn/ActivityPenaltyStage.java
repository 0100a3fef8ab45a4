package dev.bottleneck.step.onednn;

import dev.bottleneck.layer.ActivityPenalty;
import dev.bottleneck.step.graph.NotCompilable;
import dev.bottleneck.step.graph.PenalizeActivity;
import dev.bottleneck.step.onednn.primitive.Signal;
import dev.bottleneck.step.onednn.primitive.Stage;
import java.util.Arrays;

/** {@link PenalizeActivity}: passes on what it gets, and adds its own gradient on the way back. */
final class ActivityPenaltyStage implements Stage {
  private final ActivityPenalty penalty;
  private final Signal signal;
  private final int batch;
  private final double factor;
  private final float[] h;
  private final float[] gradient;
  private final double[] means; // of each unit over the batch; of no use under L1
  private double score;

  private ActivityPenaltyStage(ActivityPenalty penalty, Signal signal) {
    this.penalty = penalty;
    this.signal = signal;
    batch = signal.value().size(0);
    factor = penalty.factor(batch);
    h = new float[signal.value().length()];
    gradient = new float[h.length];
    means = new double[h.length / batch];
  }

  static void append(PenalizeActivity operation, Lowering lowering) throws NotCompilable {
    Signal signal = lowering.inOrder(operation.input());
    lowering.builder().add(new ActivityPenaltyStage(operation.penalty(), signal));
    lowering.put(operation.output(), signal);
  }

  @Override
  public void forward(int iteration) {
    signal.value().get(h);
    score =
        factor
            * switch (penalty.getKind()) {
              case L1 -> sumOfMagnitudes();
              case KL -> penalty.divergence(meanActivations());
            };
  }

  private double sumOfMagnitudes() {
    double sum = 0;
    for (float activation : h) {
      sum += Math.abs(activation);
    }
    return sum;
  }

  private double[] meanActivations() {
    Arrays.fill(means, 0);
    for (int start = 0; start < h.length; start += means.length) {
      for (int j = 0; j < means.length; j++) {
        means[j] += h[start + j];
      }
    }
    for (int j = 0; j < means.length; j++) {
      means[j] /= batch;
    }
    return means;
  }

  @Override
  public void backward() {
    if (!signal.wantsGradient()) {
      return;
    }
    signal.gradient().get(gradient);
    switch (penalty.getKind()) {
      case L1 -> addSigns((float) (factor * batch));
      case KL -> addSlopes(penalty.slope(means));
    }
    signal.gradient().put(gradient);
  }

  private void addSigns(float weight) {
    for (int i = 0; i < h.length; i++) {
      gradient[i] += weight * Math.signum(h[i]);
    }
  }

  /** Each example has a share of 1/B in the mean, and the updater will divide by B. */
  private void addSlopes(double[] slope) {
    for (int start = 0; start < h.length; start += slope.length) {
      for (int j = 0; j < slope.length; j++) {
        gradient[start + j] += (float) (factor * slope[j]);
      }
    }
  }

  @Override
  public double score() {
    return score;
  }
}
