package dev.bottleneck.step.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_0;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;

import dev.bottleneck.step.graph.NotCompilable;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.binary;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.memory;

/** Adds what several readers of a value leave as its gradient. */
final class Fork implements Stage {
  private final List<Kernel> additions;

  private Fork(List<Kernel> additions) {
    this.additions = additions;
  }

  /**
   * Appends it before the first reader, who is given {@code signal} itself.
   *
   * @return the same value for each of the {@code others}, with gradients of their own
   */
  static List<Signal> append(StageBuilder builder, Signal signal, int others) throws NotCompilable {
    Tensor sum = signal.requireGradient();
    List<Signal> branches = new ArrayList<>();
    List<Kernel> additions = new ArrayList<>();
    for (int i = 0; i < others; i++) {
      Tensor gradient = builder.tensor(sum.shape(), sum.layout());
      branches.add(new Signal(signal.value(), gradient));
      additions.add(
          builder
              .kernel("a sum of gradients", () -> addition(builder, sum.layout()))
              .with(DNNL_ARG_SRC_0, sum)
              .with(DNNL_ARG_SRC_1, gradient)
              .with(DNNL_ARG_DST, sum));
    }
    builder.add(new Fork(additions));
    return branches;
  }

  private static binary.primitive_desc addition(StageBuilder builder, memory.desc layout) {
    return new binary.primitive_desc(
        builder.engine(), algorithm.binary_add, layout, layout, layout, builder.defaults(), false);
  }

  @Override
  public void forward(int iteration) {}

  @Override
  public void backward() {
    additions.forEach(Kernel::run);
  }
}
