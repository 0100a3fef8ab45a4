package dev.bottleneck.step;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;

import java.util.Optional;
import org.bytedeco.dnnl.eltwise_backward;
import org.bytedeco.dnnl.eltwise_forward;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;

/** {@code y = f(x)}, unit by unit; any shape and layout. The gradient is changed in place. */
final class Elementwise implements Stage {
  private final Kernel forward;
  private final Kernel backward;

  private Elementwise(Kernel forward, Kernel backward) {
    this.forward = forward;
    this.backward = backward;
  }

  /** Appends {@code f} after {@code input}, which the identity leaves as it is. */
  static Signal append(Optional<Nonlinearity> f, PlanBuilder plan, Signal input)
      throws NotCompilable {
    if (f.isEmpty()) {
      return input;
    }
    Tensor x = input.value();
    Tensor y = plan.tensor(x.shape(), x.layout());
    Signal output = new Signal(y, input.gradient());
    Kernel forward =
        plan.kernel("an activation", () -> forward(f.get().forward(), plan, x.layout()))
            .with(DNNL_ARG_SRC, x)
            .with(DNNL_ARG_DST, y);
    Kernel backward =
        output.wantsGradient() ? backward(f.get(), plan, x, y, output.gradient()) : null;
    plan.add(new Elementwise(forward, backward));
    return output;
  }

  /** The primitive that computes {@code f}. */
  static eltwise_forward.primitive_desc forward(algorithm f, PlanBuilder plan, memory.desc layout) {
    return new eltwise_forward.primitive_desc(
        plan.engine(), prop_kind.forward_training, f, layout, layout, 0, 0, plan.defaults(), false);
  }

  /** Turns the gradient of {@code y = f(x)} into that of x in place. */
  static Kernel backward(Nonlinearity f, PlanBuilder plan, Tensor x, Tensor y, Tensor gradient)
      throws NotCompilable {
    memory.desc layout = y.layout();
    Tensor known = f.fromOutput() ? y : x;
    return plan.kernel(
            "an activation's gradient",
            () ->
                new eltwise_backward.primitive_desc(
                    plan.engine(),
                    f.backward(),
                    layout,
                    layout,
                    layout,
                    0,
                    0,
                    forward(f.forward(), plan, layout),
                    plan.defaults(),
                    false))
        .with(f.fromOutput() ? DNNL_ARG_DST : DNNL_ARG_SRC, known)
        .with(DNNL_ARG_DIFF_DST, gradient)
        .with(DNNL_ARG_DIFF_SRC, gradient);
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
