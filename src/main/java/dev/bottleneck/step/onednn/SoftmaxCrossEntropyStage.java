package dev.bottleneck.step.onednn;

import dev.bottleneck.step.graph.NotCompilable;
import dev.bottleneck.step.onednn.primitive.Kernel;
import dev.bottleneck.step.onednn.primitive.Signal;
import dev.bottleneck.step.onednn.primitive.Stage;
import dev.bottleneck.step.onednn.primitive.StageBuilder;
import dev.bottleneck.step.onednn.primitive.Tensor;

/**
 * Cross-entropy of softmax units from their logits: {@code −factor Σ_k y_k ln p_k}, with the
 * gradient {@code factor (p_k − y_k)}, for labels that sum to 1.
 */
final class SoftmaxCrossEntropyStage implements Stage {
  private final Signal logits; // [batch, classes]
  private final Tensor labels;
  private final Tensor softmax;
  private final Kernel forward;
  private final double factor;
  private final double clip;
  private final float[] p;
  private final float[] y;
  private double score;

  /**
   * @param clip p is held within [clip, 1 − clip] for the score, as DL4J does
   */
  SoftmaxCrossEntropyStage(
      StageBuilder plan, Signal logits, Tensor labels, double factor, double clip)
      throws NotCompilable {
    this.factor = factor;
    this.logits = logits;
    this.clip = clip;
    this.labels = labels;
    softmax = plan.tensor(logits.value().shape());
    p = new float[softmax.length()];
    y = new float[softmax.length()];
    forward = SoftmaxStage.kernel(plan, logits.value(), softmax);
  }

  @Override
  public void forward(int iteration) {
    forward.run();
    softmax.get(p);
    labels.get(y);
    double sum = 0;
    for (int i = 0; i < p.length; i++) {
      if (y[i] != 0) {
        sum -= y[i] * Math.log(Math.min(Math.max(p[i], clip), 1 - clip));
      }
    }
    score = factor * sum / labels.size(0);
  }

  @Override
  public void backward() {
    for (int i = 0; i < p.length; i++) {
      p[i] = (float) factor * (p[i] - y[i]);
    }
    logits.requireGradient().put(p);
  }

  @Override
  public double score() {
    return score;
  }
}
