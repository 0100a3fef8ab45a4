package dev.bottleneck.step.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;

import dev.bottleneck.step.graph.Activation;
import dev.bottleneck.step.graph.NotCompilable;
import dev.bottleneck.step.onednn.primitive.Kernel;
import dev.bottleneck.step.onednn.primitive.Nonlinearity;
import dev.bottleneck.step.onednn.primitive.Signal;
import dev.bottleneck.step.onednn.primitive.Stage;
import dev.bottleneck.step.onednn.primitive.StageBuilder;
import dev.bottleneck.step.onednn.primitive.Tensor;
import java.util.Optional;
import org.bytedeco.dnnl.eltwise_backward;
import org.bytedeco.dnnl.eltwise_forward;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;

/** {@code y = f(x)}, unit by unit; any shape and layout. The gradient is changed in place. */
final class ElementwiseStage implements Stage {
  private final Kernel forward;
  private final Kernel backward;

  private ElementwiseStage(Kernel forward, Kernel backward) {
    this.forward = forward;
    this.backward = backward;
  }

  static void append(Activation operation, Lowering lowering) throws NotCompilable {
    Optional<Nonlinearity> f = Nonlinearity.of(operation.function());
    if (f.isPresent()) {
      Signal input = lowering.signal(operation.input());
      lowering.put(operation.output(), append(f.get(), lowering.builder(), input));
    } else if (lowering.isTraining()) {
      throw new NotCompilable("a " + operation.function() + " that no loss has in itself");
    } else {
      SoftmaxStage.append(operation, lowering);
    }
  }

  private static Signal append(Nonlinearity f, StageBuilder plan, Signal input)
      throws NotCompilable {
    Tensor x = input.value();
    Tensor y = plan.tensor(x.shape(), x.layout());
    Signal output = new Signal(y, input.gradient());
    Kernel forward =
        plan.kernel("an activation", () -> forward(f.forward(), plan, x.layout()))
            .with(DNNL_ARG_SRC, x)
            .with(DNNL_ARG_DST, y);
    Kernel backward = output.wantsGradient() ? backward(f, plan, x, y, output.gradient()) : null;
    plan.add(new ElementwiseStage(forward, backward));
    return output;
  }

  /** The primitive that computes {@code f}. */
  static eltwise_forward.primitive_desc forward(
      algorithm f, StageBuilder plan, memory.desc layout) {
    return new eltwise_forward.primitive_desc(
        plan.engine(), prop_kind.forward_training, f, layout, layout, 0, 0, plan.defaults(), false);
  }

  /** Turns the gradient of {@code y = f(x)} into that of x in place. */
  static Kernel backward(Nonlinearity f, StageBuilder plan, Tensor x, Tensor y, Tensor gradient)
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
