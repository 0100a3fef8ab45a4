package dev.bottleneck.step.onednn;

import dev.bottleneck.step.onednn.primitive.Signal;
import dev.bottleneck.step.onednn.primitive.Stage;
import dev.bottleneck.step.onednn.primitive.Tensor;

/** {@code factor Σ (h − y)²} on the output h, with the gradient {@code 2 factor (h − y)}. */
final class SquaredErrorStage implements Stage {
  private final Signal output;
  private final Tensor labels;
  private final double factor;
  private final float[] difference;
  private final float[] y;
  private double score;

  SquaredErrorStage(Signal output, Tensor labels, double factor) {
    this.output = output;
    this.factor = factor;
    this.labels = labels;
    difference = new float[labels.length()];
    y = new float[labels.length()];
  }

  @Override
  public void forward(int iteration) {
    output.value().get(difference);
    labels.get(y);
    subtract(difference, y);
    double sum = 0;
    for (float d : difference) {
      sum += (double) d * d;
    }
    score = factor * sum / labels.size(0);
  }

  private static void subtract(float[] from, float[] what) {
    for (int i = 0; i < from.length; i++) {
      from[i] -= what[i];
    }
  }

  @Override
  public void backward() {
    multiply(difference, (float) (2 * factor));
    output.requireGradient().put(difference);
  }

  private static void multiply(float[] values, float by) {
    for (int i = 0; i < values.length; i++) {
      values[i] *= by;
    }
  }

  @Override
  public double score() {
    return score;
  }
}
