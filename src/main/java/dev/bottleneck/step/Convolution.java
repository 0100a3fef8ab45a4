package dev.bottleneck.step;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import dev.bottleneck.step.ConvolutionPrimitives.Layouts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.primitive_desc;

/**
 * {@code Y = f(W ∗ X + b)}, ∗ a convolution or a transposed one: X {@code [batch, in, height,
 * width]}, W {@code [out, in, height, width]}, Y {@code [batch, out, height, width]}.
 *
 * <p>W and its gradient lie where DL4J has them; kernels work on copies in layouts of oneDNN's own
 * choice, which cost little. Images are copied only where oneDNN has no fast kernel for how they
 * lie. f is computed as in {@link Linear}.
 */
final class Convolution implements Stage {
  private final PlanBuilder plan;
  private final ConvolutionPrimitives primitives;
  private final Signal input;
  private final Signal output;
  private final Weights weights;
  private final List<Runnable> forward = new ArrayList<>();
  private final List<Runnable> backward = new ArrayList<>();

  /**
   * @param shape {@code [out, in, height, width]}
   * @param layout where W of that shape lies in {@code values}
   */
  record Weights(Parameter values, long[] shape, memory.desc layout, Parameter bias) {
    int kernelHeight() {
      return Math.toIntExact(shape[2]);
    }

    int kernelWidth() {
      return Math.toIntExact(shape[3]);
    }

    memory.desc biasLayout() {
      return PlanBuilder.plain(bias.length());
    }

    /** W with the layout left to oneDNN. */
    memory.desc any() {
      return new memory.desc(shape, memory.data_type.f32, memory.format_tag.any);
    }
  }

  private Convolution(
      PlanBuilder plan,
      ConvolutionPrimitives primitives,
      Signal input,
      Signal output,
      Weights weights,
      Optional<Nonlinearity> fused)
      throws NotCompilable {
    this.plan = plan;
    this.primitives = primitives;
    this.input = input;
    this.output = output;
    this.weights = weights;
    if (isScattered(primitives, output.value())) {
      addScattered();
    } else {
      addForward(fused);
    }
    if (fused.isPresent()) {
      backward.add(
          Elementwise.backward(fused.get(), plan, null, output.value(), output.gradient())::run);
    }
    addBackwardWeights();
    if (input.wantsGradient()) {
      addBackwardData();
    }
  }

  /**
   * Appends the convolution and its activation.
   *
   * @param outputShape {@code [batch, out, height, width]}
   */
  static Signal append(
      PlanBuilder plan,
      ConvolutionPrimitives primitives,
      Signal input,
      long[] outputShape,
      Weights weights,
      Optional<Nonlinearity> activation)
      throws NotCompilable {
    memory.desc layout = ImageLayouts.best(outputShape);
    Signal output = new Signal(plan.tensor(outputShape, layout), plan.tensor(outputShape, layout));
    Optional<Nonlinearity> fused =
        activation.filter(f -> f.fromOutput() && !isScattered(primitives, output.value()));
    plan.add(new Convolution(plan, primitives, input, output, weights, fused));
    return fused.isPresent() ? output : Elementwise.append(activation, plan, output);
  }

  private static boolean isScattered(ConvolutionPrimitives primitives, Tensor output) {
    return primitives.isBetterScatteredTo(output.size(1));
  }

  private void addScattered() throws NotCompilable {
    Copies copies = new Copies(forward);
    Tensor x = copies.of(input.value(), ImageLayouts.byPixel(input.value().shape()));
    ScatteredConvolution scattered =
        new ScatteredConvolution(plan, primitives.window(), x, weights, output.value());
    forward.add(scattered::run);
  }

  private void addForward(Optional<Nonlinearity> fused) throws NotCompilable {
    primitive_attr attributes = plan.attributes();
    if (fused.isPresent()) {
      post_ops after = new post_ops();
      after.append_eltwise(fused.get().forward(), 0, 0);
      attributes.set_post_ops(after);
    }
    Choice choice = choose(layouts -> primitives.forward(plan, layouts, attributes));
    Copies copies = new Copies(forward);
    Tensor x = copies.of(input.value(), choice.layouts.input());
    Tensor w = copies.of(value(), choice.description.weights_desc());
    Tensor y = copies.into(output.value(), choice.layouts.output());
    copies.run(
        plan.kernel("a convolution", () -> choice.description)
            .with(DNNL_ARG_SRC, x)
            .with(DNNL_ARG_WEIGHTS, w)
            .with(DNNL_ARG_BIAS, weights.bias().value(weights.biasLayout()))
            .with(DNNL_ARG_DST, y));
  }

  private void addBackwardWeights() throws NotCompilable {
    Choice choice = choose(layouts -> primitives.backwardWeights(plan, layouts));
    Copies copies = new Copies(backward);
    Tensor x = copies.of(input.value(), choice.layouts.input());
    Tensor dy = copies.of(output.gradient(), choice.layouts.output());
    Tensor dw =
        copies.into(
            weights.values().gradient(weights.layout()), choice.description.diff_weights_desc());
    copies.run(
        plan.kernel("a convolution's weight gradient", () -> choice.description)
            .with(DNNL_ARG_SRC, x)
            .with(DNNL_ARG_DIFF_DST, dy)
            .with(DNNL_ARG_DIFF_WEIGHTS, dw)
            .with(DNNL_ARG_DIFF_BIAS, weights.bias().gradient(weights.biasLayout())));
  }

  private void addBackwardData() throws NotCompilable {
    Choice choice = choose(layouts -> primitives.backwardData(plan, layouts));
    Copies copies = new Copies(backward);
    Tensor dy = copies.of(output.gradient(), choice.layouts.output());
    Tensor w = copies.of(value(), choice.description.weights_desc());
    Tensor dx = copies.into(input.gradient(), choice.layouts.input());
    copies.run(
        plan.kernel("a convolution's input gradient", () -> choice.description)
            .with(DNNL_ARG_DIFF_DST, dy)
            .with(DNNL_ARG_WEIGHTS, w)
            .with(DNNL_ARG_DIFF_SRC, dx));
  }

  private Tensor value() {
    return weights.values().value(weights.layout());
  }

  private record Choice(Layouts layouts, primitive_desc description) {}

  /** The first kernel that is no reference implementation; failing that, the first at all. */
  private Choice choose(Function<Layouts, primitive_desc> kernel) throws NotCompilable {
    Choice slow = null;
    RuntimeException failure = null;
    for (memory.desc to : ImageLayouts.candidates(output.value())) {
      for (memory.desc from : ImageLayouts.candidates(input.value())) {
        Layouts layouts = new Layouts(from, weights.any(), weights.biasLayout(), to);
        try {
          Choice choice = new Choice(layouts, kernel.apply(layouts));
          if (!PlanBuilder.isReference(choice.description)) {
            return choice;
          }
          slow = slow == null ? choice : slow;
        } catch (RuntimeException e) {
          // The binding throws oneDNN's error codes as they are.
          failure = e;
        }
      }
    }
    if (slow == null) {
      throw new NotCompilable("oneDNN has no convolution of this shape: " + failure.getMessage());
    }
    return slow;
  }

  /** A kernel among the copies that lay its arguments as it wants them. */
  private final class Copies {
    private final List<Runnable> kernels;
    private final List<Runnable> afterwards = new ArrayList<>();

    Copies(List<Runnable> kernels) {
      this.kernels = kernels;
    }

    /** What reads {@code tensor}'s values in {@code layout}. */
    Tensor of(Tensor tensor, memory.desc layout) throws NotCompilable {
      if (tensor.layout().equals(layout)) {
        return tensor;
      }
      Tensor copy = plan.tensor(tensor.shape(), layout);
      kernels.add(Reorder.kernel(plan, tensor, copy)::run);
      return copy;
    }

    /** What writes {@code tensor}'s values in {@code layout}. */
    Tensor into(Tensor tensor, memory.desc layout) throws NotCompilable {
      if (tensor.layout().equals(layout)) {
        return tensor;
      }
      Tensor copy = plan.tensor(tensor.shape(), layout);
      afterwards.add(Reorder.kernel(plan, copy, tensor)::run);
      return copy;
    }

    void run(Kernel kernel) {
      kernels.add(kernel::run);
      kernels.addAll(afterwards);
    }
  }

  @Override
  public void forward(int iteration) {
    forward.forEach(Runnable::run);
  }

  @Override
  public void backward() {
    backward.forEach(Runnable::run);
  }
}
