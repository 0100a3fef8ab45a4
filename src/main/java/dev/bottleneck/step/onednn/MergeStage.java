package dev.bottleneck.step.onednn;

import dev.bottleneck.step.graph.Merge;
import dev.bottleneck.step.graph.NotCompilable;
import dev.bottleneck.step.graph.Value;
import dev.bottleneck.step.onednn.primitive.ImageLayouts;
import dev.bottleneck.step.onednn.primitive.Kernel;
import dev.bottleneck.step.onednn.primitive.Signal;
import dev.bottleneck.step.onednn.primitive.Stage;
import dev.bottleneck.step.onednn.primitive.StageBuilder;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.memory;

/** {@link Merge}: each input is copied to its part of the output, and its gradient back. */
final class MergeStage implements Stage {
  private final List<Kernel> forward;
  private final List<Kernel> backward;

  private MergeStage(List<Kernel> forward, List<Kernel> backward) {
    this.forward = forward;
    this.backward = backward;
  }

  static void append(Merge operation, Lowering lowering) throws NotCompilable {
    StageBuilder builder = lowering.builder();
    List<Signal> inputs = new ArrayList<>();
    for (Value input : operation.inputs()) {
      inputs.add(lowering.signal(input));
    }
    long[] shape = operation.output().shape();
    memory.desc layout = layout(operation);
    boolean wanted = inputs.stream().anyMatch(Signal::wantsGradient);
    Signal output =
        new Signal(builder.tensor(shape, layout), wanted ? builder.tensor(shape, layout) : null);
    List<Kernel> forward = new ArrayList<>();
    List<Kernel> backward = new ArrayList<>();
    long[] at = new long[shape.length];
    for (Signal input : inputs) {
      long[] part = input.value().shape();
      memory.desc place = layout.submemory_desc(part, at);
      forward.add(
          ReorderStage.kernel(builder, input.value(), builder.view(output.value(), place, part)));
      if (input.wantsGradient()) {
        backward.add(
            ReorderStage.kernel(
                builder, builder.view(output.gradient(), place, part), input.gradient()));
      }
      at[1] += part[1];
    }
    builder.add(new MergeStage(forward, backward));
    lowering.put(operation.output(), output);
  }

  /** Where parts begin within a block of channels, images lie in order. */
  private static memory.desc layout(Merge operation) {
    long[] shape = operation.output().shape();
    boolean inBlocks =
        shape.length == 4
            && operation.inputs().stream().allMatch(v -> ImageLayouts.fillsBlocks(v.size(1)));
    return inBlocks ? ImageLayouts.best(shape) : StageBuilder.plain(shape);
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
