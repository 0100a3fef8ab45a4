package dev.bottleneck.step.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_0;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;

import dev.bottleneck.step.graph.NotCompilable;
import dev.bottleneck.step.onednn.primitive.Kernel;
import dev.bottleneck.step.onednn.primitive.Signal;
import dev.bottleneck.step.onednn.primitive.Stage;
import dev.bottleneck.step.onednn.primitive.StageBuilder;
import dev.bottleneck.step.onednn.primitive.Tensor;
import java.util.Arrays;
import org.bytedeco.dnnl.binary;
import org.bytedeco.dnnl.eltwise_forward;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;

/**
 * Binary cross-entropy of sigmoid units from their logits: {@code factor Σ (max(z, 0) − z y + ln(1
 * + e^−|z|))}, with the gradient {@code factor (p − y)}, {@code p = σ(z)}.
 *
 * <p>The logarithm is {@code −ln max(p, 1 − p)}, and a sum of logarithms that of a product: one
 * logarithm does for {@value #FACTORS} units, whose product is at least 2^−120.
 */
final class BinaryCrossEntropyStage implements Stage {
  private static final int BLOCK = 1024;
  private static final int FOLDS = 4;
  private static final int FACTORS = 120;

  private final Tensor logits;
  private final Tensor labels;
  private final Tensor gradient;
  private final Kernel sigmoid;
  private final Kernel lessLabels;
  private final double factor;
  private final float[] z = new float[BLOCK];
  private final float[] y = new float[BLOCK];
  private final float[] p = new float[BLOCK];
  // Side by side: faster than one sum, and closer to the truth
  private final float[] sums = new float[BLOCK];
  private final float[] products = new float[BLOCK];
  private double score;

  /**
   * @param factor 1 for the sum over an example's units, 1/n for their mean
   */
  BinaryCrossEntropyStage(StageBuilder plan, Signal input, Tensor labels, double factor)
      throws NotCompilable {
    this.factor = factor;
    logits = input.value();
    this.labels = labels;
    gradient = input.requireGradient();
    sigmoid =
        plan.kernel("the sigmoid", () -> sigmoid(plan))
            .with(DNNL_ARG_SRC, logits)
            .with(DNNL_ARG_DST, gradient);
    lessLabels =
        plan.kernel("a difference", () -> scaledDifference(plan))
            .with(DNNL_ARG_SRC_0, gradient)
            .with(DNNL_ARG_SRC_1, labels)
            .with(DNNL_ARG_DST, gradient);
  }

  private eltwise_forward.primitive_desc sigmoid(StageBuilder plan) {
    return ElementwiseStage.forward(algorithm.eltwise_logistic, plan, logits.layout());
  }

  /** {@code factor (a − b)}. */
  private binary.primitive_desc scaledDifference(StageBuilder plan) {
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
    sigmoid.run();
    double total = 0;
    int gathered = 0;
    for (int start = 0; start < logits.length(); start += BLOCK) {
      if (gathered == 0) {
        Arrays.fill(sums, 0);
        Arrays.fill(products, 1);
      }
      int count = Math.min(BLOCK, logits.length() - start);
      logits.get(start, z, count);
      labels.get(start, y, count);
      gradient.get(start, p, count);
      gather(sums, products, z, y, p, count);
      gathered++;
      if (gathered == FACTORS / FOLDS || start + BLOCK >= logits.length()) {
        total += total(sums, products);
        gathered = 0;
      }
    }
    score = factor * total / logits.size(0);
  }

  private static void gather(
      float[] sums, float[] products, float[] z, float[] y, float[] p, int count) {
    for (int i = 0; i < count; i++) {
      // max(z, 0) − z y, and max(p, 1 − p), without a branch
      sums[i] += 0.5f * Math.abs(z[i]) + z[i] * (0.5f - y[i]);
      products[i] *= 0.5f + Math.abs(p[i] - 0.5f);
    }
  }

  private static double total(float[] sums, float[] products) {
    double total = 0;
    for (float sum : sums) {
      total += sum;
    }
    int part = BLOCK / FOLDS;
    for (int i = 0; i < part; i++) {
      float product = products[i];
      for (int fold = 1; fold < FOLDS; fold++) {
        product *= products[i + fold * part];
      }
      total -= Math.log(product);
    }
    return total;
  }

  @Override
  public void backward() {
    lessLabels.run();
  }

  @Override
  public double score() {
    return score;
  }
}
