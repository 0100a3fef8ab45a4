package dev.bottleneck.step;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_0;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;

import java.util.Arrays;
import org.bytedeco.dnnl.binary;
import org.bytedeco.dnnl.eltwise_forward;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;

/**
 * Binary cross-entropy of sigmoid units from their logits: {@code factor Σ (ln(1 + e^z) − z y)},
 * with the gradient {@code factor (σ(z) − y)}.
 */
final class BinaryCrossEntropy implements Stage {
  private static final int BLOCK = 2048;

  private final Tensor logits;
  private final Tensor labels;
  private final Tensor softplus;
  private final Kernel forward;
  private final Kernel sigmoid;
  private final Kernel lessLabels;
  private final double factor;
  private final float[] z = new float[BLOCK];
  private final float[] y = new float[BLOCK];
  private final float[] s = new float[BLOCK];
  private final float[] sums = new float[BLOCK];
  private double score;

  /**
   * @param factor 1 for the sum over an example's units, 1/n for their mean
   */
  BinaryCrossEntropy(PlanBuilder plan, Signal input, double factor) throws NotCompilable {
    this.factor = factor;
    logits = input.value();
    labels = plan.labels(logits.shape());
    softplus = plan.tensor(logits.shape());
    Tensor gradient = input.requireGradient();
    forward =
        plan.kernel("softplus", () -> eltwise(plan, algorithm.eltwise_soft_relu, 1))
            .with(DNNL_ARG_SRC, logits)
            .with(DNNL_ARG_DST, softplus);
    sigmoid =
        plan.kernel("the sigmoid", () -> eltwise(plan, algorithm.eltwise_logistic, 0))
            .with(DNNL_ARG_SRC, logits)
            .with(DNNL_ARG_DST, gradient);
    lessLabels =
        plan.kernel("a difference", () -> scaledDifference(plan))
            .with(DNNL_ARG_SRC_0, gradient)
            .with(DNNL_ARG_SRC_1, labels)
            .with(DNNL_ARG_DST, gradient);
  }

  private eltwise_forward.primitive_desc eltwise(PlanBuilder plan, algorithm f, float alpha) {
    memory.desc layout = logits.layout();
    return new eltwise_forward.primitive_desc(
        plan.engine(),
        prop_kind.forward_inference,
        f,
        layout,
        layout,
        alpha,
        0,
        plan.defaults(),
        false);
  }

  /** {@code factor (a − b)}. */
  private binary.primitive_desc scaledDifference(PlanBuilder plan) {
    post_ops after = new post_ops();
    after.append_eltwise(algorithm.eltwise_linear, (float) factor, 0);
    primitive_attr attributes = plan.attributes();
    attributes.set_post_ops(after);
    memory.desc layout = logits.layout();
    return new binary.primitive_desc(
        plan.engine(), algorithm.binary_sub, layout, labels.layout(), layout, attributes, false);
  }

  @Override
  public void forward(int iteration) {
    forward.run();
    Arrays.fill(sums, 0);
    for (int start = 0; start < logits.length(); start += BLOCK) {
      int count = Math.min(BLOCK, logits.length() - start);
      logits.get(start, z, count);
      labels.get(start, y, count);
      softplus.get(start, s, count);
      add(sums, s, z, y, count);
    }
    double total = 0;
    for (float sum : sums) {
      total += sum;
    }
    score = factor * total / logits.size(0);
  }

  /** In many sums side by side: faster than one, and closer to the truth. */
  private static void add(float[] sums, float[] s, float[] z, float[] y, int count) {
    for (int i = 0; i < count; i++) {
      sums[i] += s[i] - z[i] * y[i];
    }
  }

  @Override
  public void backward() {
    sigmoid.run();
    lessLabels.run();
  }

  @Override
  public double score() {
    return score;
  }
}
