package dev.bottleneck.step.onednn;

import dev.bottleneck.step.graph.NotCompilable;

/**
 * Cross-entropy of softmax units from their logits: {@code −Σ y ln p}, with the gradient {@code p −
 * y}, for labels that sum to 1.
 */
final class SoftmaxCrossEntropyStage implements Stage {
  private final Signal logits; // [batch, classes]
  private final Tensor labels;
  private final Tensor softmax;
  private final Kernel forward;
  private final double clip;
  private final float[] p;
  private final float[] y;
  private double score;

  /**
   * @param clip p is held within [clip, 1 − clip] for the score, as DL4J does
   */
  SoftmaxCrossEntropyStage(StageBuilder plan, Signal logits, Tensor labels, double clip)
      throws NotCompilable {
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
    score = sum / labels.size(0);
  }

  @Override
  public void backward() {
    for (int i = 0; i < p.length; i++) {
      p[i] -= y[i];
    }
    logits.requireGradient().put(p);
  }

  @Override
  public double score() {
    return score;
  }
}
