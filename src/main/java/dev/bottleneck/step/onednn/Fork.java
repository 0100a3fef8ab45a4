package dev.bottleneck.step.onednn;

import dev.bottleneck.step.graph.NotCompilable;
import dev.bottleneck.step.onednn.primitive.Kernel;
import dev.bottleneck.step.onednn.primitive.Signal;
import dev.bottleneck.step.onednn.primitive.Stage;
import dev.bottleneck.step.onednn.primitive.StageBuilder;
import dev.bottleneck.step.onednn.primitive.Tensor;
import java.util.ArrayList;
import java.util.List;

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
      additions.add(AddStage.addition(builder, sum, gradient, sum));
    }
    builder.add(new Fork(additions));
    return branches;
  }

  @Override
  public void forward(int iteration) {}

  @Override
  public void backward() {
    additions.forEach(Kernel::run);
  }
}
