package dev.bottleneck.step.onednn;

import dev.bottleneck.step.onednn.primitive.Signal;
import dev.bottleneck.step.onednn.primitive.Stage;
import dev.bottleneck.step.onednn.primitive.Tensor;

/**
 * Cross-entropy of softmax units from their logits, {@code −factor Σ_k y_k ln p_k}, with the
 * gradient {@code factor (p_k Σ_j y_j − y_k)}: nought where an example has no class. Classes are
 * few, and plain loops in double precision do.
 */
final class ClassCrossEntropyStage implements Stage {
  private final Signal logits; // [batch, classes]
  private final Tensor labels;
  private final double factor;
  private final int classes;
  private final float[] z;
  private final float[] y;
  private final float[] gradient;
  private final double[] exponentials;
  private double score;

  ClassCrossEntropyStage(Signal logits, Tensor labels, double factor) {
    this.logits = logits;
    this.labels = labels;
    this.factor = factor;
    classes = labels.size(1);
    z = new float[labels.length()];
    y = new float[z.length];
    gradient = new float[z.length];
    exponentials = new double[classes];
  }

  @Override
  public void forward(int iteration) {
    logits.value().get(z);
    labels.get(y);
    double sum = 0;
    for (int from = 0; from < z.length; from += classes) {
      sum += forwardExample(from);
    }
    score = factor * sum / labels.size(0);
  }

  /** Leaves the example's gradient as well; its loss. */
  private double forwardExample(int from) {
    double largest = Double.NEGATIVE_INFINITY;
    double mass = 0;
    for (int k = 0; k < classes; k++) {
      largest = Math.max(largest, z[from + k]);
      mass += y[from + k];
    }
    double sum = 0;
    for (int k = 0; k < classes; k++) {
      exponentials[k] = Math.exp(z[from + k] - largest);
      sum += exponentials[k];
    }
    double logarithm = largest + Math.log(sum);
    double loss = 0;
    for (int k = 0; k < classes; k++) {
      float label = y[from + k];
      loss += label == 0 ? 0 : label * (logarithm - z[from + k]);
      gradient[from + k] = (float) (factor * (exponentials[k] / sum * mass - label));
    }
    return loss;
  }

  @Override
  public void backward() {
    logits.requireGradient().put(gradient);
  }

  @Override
  public double score() {
    return score;
  }
}
