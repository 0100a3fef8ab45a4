package dev.bottleneck.step.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WORKSPACE;

import dev.bottleneck.step.graph.MaxPooling;
import dev.bottleneck.step.graph.NotCompilable;
import dev.bottleneck.step.graph.SlidingWindow;
import dev.bottleneck.step.onednn.primitive.ImageLayouts;
import dev.bottleneck.step.onednn.primitive.Kernel;
import dev.bottleneck.step.onednn.primitive.Signal;
import dev.bottleneck.step.onednn.primitive.Stage;
import dev.bottleneck.step.onednn.primitive.StageBuilder;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.pooling_backward;
import org.bytedeco.dnnl.pooling_forward;

/** The greatest value within each position of a window, channel by channel. */
final class PoolingStage implements Stage {
  private static final long[] UNDILATED = new long[2];

  private final Kernel forward;
  private final Kernel backward; // null where the input wants no gradient

  private PoolingStage(Kernel forward, Kernel backward) {
    this.forward = forward;
    this.backward = backward;
  }

  /** Appends the pooling; what comes out lies as what goes in. */
  static void append(MaxPooling operation, Lowering lowering) throws NotCompilable {
    Signal input = lowering.signal(operation.input());
    int[] kernel = operation.kernel();
    lowering.put(
        operation.output(),
        append(lowering.builder(), operation.window(), new long[] {kernel[0], kernel[1]}, input));
  }

  private static Signal append(StageBuilder plan, SlidingWindow window, long[] kernel, Signal input)
      throws NotCompilable {
    memory.desc from = input.value().layout();
    long[] in = input.value().shape();
    long[] shape = {in[0], in[1], window.output()[0], window.output()[1]};
    memory.desc to = input.value().inOrder() ? StageBuilder.plain(shape) : ImageLayouts.best(shape);
    Signal output =
        new Signal(plan.tensor(shape, to), input.wantsGradient() ? plan.tensor(shape, to) : null);
    pooling_forward.primitive_desc pooling = description(plan, window, kernel, from, to);
    memory winners = plan.workspace(pooling.workspace_desc());
    Kernel forward =
        plan.kernel("a pooling", () -> pooling)
            .with(DNNL_ARG_SRC, input.value())
            .with(DNNL_ARG_DST, output.value())
            .with(DNNL_ARG_WORKSPACE, winners);
    Kernel backward = null;
    if (input.wantsGradient()) {
      backward =
          plan.kernel("a pooling's gradient", () -> backward(plan, window, kernel, pooling))
              .with(DNNL_ARG_DIFF_DST, output.gradient())
              .with(DNNL_ARG_DIFF_SRC, input.gradient())
              .with(DNNL_ARG_WORKSPACE, winners);
    }
    plan.add(new PoolingStage(forward, backward));
    return output;
  }

  private static pooling_forward.primitive_desc description(
      StageBuilder plan, SlidingWindow window, long[] kernel, memory.desc from, memory.desc to) {
    return new pooling_forward.primitive_desc(
        plan.engine(),
        prop_kind.forward_training,
        algorithm.pooling_max,
        from,
        to,
        window.strides(),
        kernel,
        UNDILATED,
        window.before(),
        window.after(),
        plan.defaults(),
        false);
  }

  private static pooling_backward.primitive_desc backward(
      StageBuilder plan,
      SlidingWindow window,
      long[] kernel,
      pooling_forward.primitive_desc pooling) {
    return new pooling_backward.primitive_desc(
        plan.engine(),
        algorithm.pooling_max,
        pooling.src_desc(),
        pooling.dst_desc(),
        window.strides(),
        kernel,
        UNDILATED,
        window.before(),
        window.after(),
        pooling,
        plan.defaults(),
        false);
  }

  @Override
  public void forward(int iteration) {
    forward.run();
  }

  @Override
  public void backward() {
    if (backward != null) {
      backward.run();
    }
  }
}
