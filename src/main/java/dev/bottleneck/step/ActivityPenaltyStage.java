package dev.bottleneck.step;

import dev.bottleneck.layer.ActivityPenalty;
import java.util.Arrays;

/** {@link ActivityPenalty}: passes on what it gets, and adds its own gradient on the way back. */
final class ActivityPenaltyStage implements Stage {
  private final ActivityPenalty penalty;
  private final Signal signal;
  private final int batch;
  private final double factor;
  private final float[] h;
  private final float[] gradient;
  private final double[] means; // of each unit over the batch; of no use under L1
  private double score;

  private ActivityPenaltyStage(ActivityPenalty penalty, LayerPlan plan, Signal signal) {
    this.penalty = penalty;
    this.signal = signal;
    batch = plan.batch();
    factor = penalty.factor(batch);
    h = new float[signal.value().length()];
    gradient = new float[h.length];
    means = new double[h.length / batch];
  }

  static Signal compile(ActivityPenalty layer, LayerPlan plan, Signal input) throws NotCompilable {
    if (!input.value().inOrder()
        || layer.getKind() == ActivityPenalty.Kind.KL && input.value().shape().length != 2) {
      throw plan.refuse("its input has a shape or layout that is not known to it");
    }
    plan.builder().add(new ActivityPenaltyStage(layer, plan, input));
    return input;
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
