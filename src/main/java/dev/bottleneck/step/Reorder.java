package dev.bottleneck.step;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_FROM;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_TO;

import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.reorder;

/** The same values in another layout. */
final class Reorder implements Stage {
  private final Kernel forward;
  private final Kernel backward; // null where the input wants no gradient

  private Reorder(Kernel forward, Kernel backward) {
    this.forward = forward;
    this.backward = backward;
  }

  /** Appends what brings {@code input} into {@code layout}; nothing where it has it. */
  static Signal append(PlanBuilder plan, Signal input, memory.desc layout) throws NotCompilable {
    if (input.value().layout().equals(layout)) {
      return input;
    }
    long[] shape = input.value().shape();
    Signal output =
        new Signal(
            plan.tensor(shape, layout), input.wantsGradient() ? plan.tensor(shape, layout) : null);
    Kernel forward = kernel(plan, input.value(), output.value());
    Kernel backward =
        input.wantsGradient() ? kernel(plan, output.gradient(), input.gradient()) : null;
    plan.add(new Reorder(forward, backward));
    return output;
  }

  /** Copies {@code from} to {@code to}, which may have another layout. */
  static Kernel kernel(PlanBuilder plan, Tensor from, Tensor to) throws NotCompilable {
    return plan.kernel(
            "a change of layout",
            () ->
                new reorder.primitive_desc(
                    plan.engine(),
                    from.layout(),
                    plan.engine(),
                    to.layout(),
                    plan.defaults(),
                    false))
        .with(DNNL_ARG_FROM, from)
        .with(DNNL_ARG_TO, to);
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
