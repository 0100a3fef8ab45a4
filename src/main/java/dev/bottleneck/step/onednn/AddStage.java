package dev.bottleneck.step.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_0;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;

import dev.bottleneck.step.graph.Add;
import dev.bottleneck.step.graph.NotCompilable;
import dev.bottleneck.step.graph.Value;
import dev.bottleneck.step.onednn.primitive.Kernel;
import dev.bottleneck.step.onednn.primitive.Signal;
import dev.bottleneck.step.onednn.primitive.Stage;
import dev.bottleneck.step.onednn.primitive.StageBuilder;
import dev.bottleneck.step.onednn.primitive.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.binary;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.memory;

/** {@link Add}: the sum lies as the first of its inputs; its gradient is that of each of them. */
final class AddStage implements Stage {
  private final List<Kernel> forward;
  private final List<Kernel> backward;

  private AddStage(List<Kernel> forward, List<Kernel> backward) {
    this.forward = forward;
    this.backward = backward;
  }

  static void append(Add operation, Lowering lowering) throws NotCompilable {
    StageBuilder builder = lowering.builder();
    List<Signal> inputs = new ArrayList<>();
    for (Value input : operation.inputs()) {
      Signal signal = lowering.signal(input);
      inputs.add(
          inputs.isEmpty()
              ? signal
              : ReorderStage.append(builder, signal, inputs.get(0).value().layout()));
    }
    long[] shape = operation.output().shape();
    memory.desc layout = inputs.get(0).value().layout();
    boolean wanted = inputs.stream().anyMatch(Signal::wantsGradient);
    Signal output =
        new Signal(builder.tensor(shape, layout), wanted ? builder.tensor(shape, layout) : null);
    List<Kernel> forward = new ArrayList<>();
    List<Kernel> backward = new ArrayList<>();
    Tensor sum = inputs.get(0).value();
    for (Signal input : inputs.subList(1, inputs.size())) {
      forward.add(addition(builder, sum, input.value(), output.value()));
      sum = output.value();
    }
    for (Signal input : inputs) {
      if (input.wantsGradient()) {
        backward.add(ReorderStage.kernel(builder, output.gradient(), input.gradient()));
      }
    }
    builder.add(new AddStage(forward, backward));
    lowering.put(operation.output(), output);
  }

  /** {@code c = a + b} of one layout. */
  static Kernel addition(StageBuilder builder, Tensor a, Tensor b, Tensor c) throws NotCompilable {
    memory.desc layout = c.layout();
    return builder
        .kernel(
            "a sum",
            () ->
                new binary.primitive_desc(
                    builder.engine(),
                    algorithm.binary_add,
                    layout,
                    layout,
                    layout,
                    builder.defaults(),
                    false))
        .with(DNNL_ARG_SRC_0, a)
        .with(DNNL_ARG_SRC_1, b)
        .with(DNNL_ARG_DST, c);
  }

  @Override
  public void forward(int iteration) {
    forward.forEach(Kernel::run);
  }

  @Override
  public void backward() {
    backward.forEach(Kernel::run);
  }
}
