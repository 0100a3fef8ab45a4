package dev.bottleneck.step.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;

import dev.bottleneck.step.graph.Activation;
import dev.bottleneck.step.graph.NotCompilable;
import dev.bottleneck.step.onednn.primitive.Kernel;
import dev.bottleneck.step.onednn.primitive.Signal;
import dev.bottleneck.step.onednn.primitive.Stage;
import dev.bottleneck.step.onednn.primitive.StageBuilder;
import dev.bottleneck.step.onednn.primitive.Tensor;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.softmax_forward;

/** {@code p = softmax(z)} over the second dimension; without a gradient, which the loss has. */
final class SoftmaxStage implements Stage {
  private final Kernel forward;

  private SoftmaxStage(Kernel forward) {
    this.forward = forward;
  }

  static void append(Activation operation, Lowering lowering) throws NotCompilable {
    Tensor logits = lowering.inOrder(operation.input()).value();
    Tensor p = lowering.builder().tensor(logits.shape());
    lowering.builder().add(new SoftmaxStage(kernel(lowering.builder(), logits, p)));
    lowering.put(operation.output(), new Signal(p, null));
  }

  /** The primitive that computes {@code p}. */
  static Kernel kernel(StageBuilder plan, Tensor logits, Tensor p) throws NotCompilable {
    return plan.kernel(
            "softmax",
            () ->
                new softmax_forward.primitive_desc(
                    plan.engine(),
                    prop_kind.forward_inference,
                    algorithm.softmax_accurate,
                    logits.layout(),
                    p.layout(),
                    1,
                    plan.defaults(),
                    false))
        .with(DNNL_ARG_SRC, logits)
        .with(DNNL_ARG_DST, p);
  }

  @Override
  public void forward(int iteration) {
    forward.run();
  }

  @Override
  public void backward() {
    throw new IllegalStateException("a plan for activations has no way back");
  }
}
