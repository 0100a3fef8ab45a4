package dev.bottleneck.step.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_FROM;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_TO;

import dev.bottleneck.step.graph.NotCompilable;
import dev.bottleneck.step.graph.Reshape;
import dev.bottleneck.step.onednn.primitive.Kernel;
import dev.bottleneck.step.onednn.primitive.Signal;
import dev.bottleneck.step.onednn.primitive.Stage;
import dev.bottleneck.step.onednn.primitive.StageBuilder;
import dev.bottleneck.step.onednn.primitive.Tensor;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.reorder;

/** The same values in another layout; on the way back the gradient in the former one. */
final class ReorderStage implements Stage {
  private final Kernel forward;
  private final Kernel backward; // null where the input wants no gradient

  private ReorderStage(Kernel forward, Kernel backward) {
    this.forward = forward;
    this.backward = backward;
  }

  /** Appends it after {@code input}, unless that lies in {@code layout} already. */
  static Signal append(StageBuilder plan, Signal input, memory.desc layout) throws NotCompilable {
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
    plan.add(new ReorderStage(forward, backward));
    return output;
  }

  /** Appends the same values of each example in another shape, in C order. */
  static void appendReshape(Reshape operation, Lowering lowering) throws NotCompilable {
    Signal input = lowering.inOrder(operation.input());
    long[] shape = operation.output().shape();
    lowering.put(
        operation.output(), lowering.builder().reshaped(input, StageBuilder.plain(shape), shape));
  }

  /** Copies {@code from} to {@code to}, which differ in their layouts alone. */
  static Kernel kernel(StageBuilder plan, Tensor from, Tensor to) throws NotCompilable {
    return kernel(plan, from.memory(), to.memory());
  }

  /** The same for memories, whose types may differ, too. */
  static Kernel kernel(StageBuilder plan, memory from, memory to) throws NotCompilable {
    return plan.kernel(
            "another layout",
            () ->
                new reorder.primitive_desc(
                    plan.engine(),
                    from.get_desc(),
                    plan.engine(),
                    to.get_desc(),
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
