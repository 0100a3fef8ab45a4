package dev.bottleneck.step.onednn;

import dev.bottleneck.step.onednn.primitive.Signal;
import dev.bottleneck.step.onednn.primitive.Stage;
import dev.bottleneck.step.onednn.primitive.Tensor;

/**
 * Binary cross-entropy of outputs p of any activation, clipped to [ε, 1 − ε]: {@code factor Σ (−y
 * ln(p + ε) − (1 − y) ln(1 − p + ε))}, ε = 1e-7, without a gradient where it clips.
 *
 * <p>As {@link dev.bottleneck.layer.ClippedBinaryCrossEntropy} has it.
 */
final class ClippedCrossEntropyStage implements Stage {
  private static final float EPSILON = 1e-7f;

  private final Signal output;
  private final Tensor labels;
  private final double factor;
  private final float[] p;
  private final float[] y;
  private double score;

  /**
   * @param output the activations
   * @param factor 1/n for the mean over an example's n units
   */
  ClippedCrossEntropyStage(Signal output, Tensor labels, double factor) {
    this.output = output;
    this.factor = factor;
    this.labels = labels;
    p = new float[labels.length()];
    y = new float[labels.length()];
  }

  @Override
  public void forward(int iteration) {
    output.value().get(p);
    labels.get(y);
    double sum = 0;
    for (int i = 0; i < p.length; i++) {
      float clipped = Math.max(EPSILON, Math.min(1 - EPSILON, p[i]));
      sum -= y[i] * Math.log(clipped + EPSILON) + (1 - y[i]) * Math.log(1 - clipped + EPSILON);
    }
    score = factor * sum / labels.size(0);
  }

  @Override
  public void backward() {
    for (int i = 0; i < p.length; i++) {
      boolean inside = p[i] >= EPSILON && p[i] <= 1 - EPSILON;
      float slope = (1 - y[i]) / (1 - p[i] + EPSILON) - y[i] / (p[i] + EPSILON);
      y[i] = inside ? (float) factor * slope : 0;
    }
    output.requireGradient().put(y);
  }

  @Override
  public double score() {
    return score;
  }
}
