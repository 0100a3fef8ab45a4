package dev.bottleneck.step.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import dev.bottleneck.step.graph.Convolution;
import dev.bottleneck.step.graph.ImageFilter;
import dev.bottleneck.step.graph.NotCompilable;
import dev.bottleneck.step.graph.TransposedConvolution;
import dev.bottleneck.step.onednn.ConvolutionChoices.Choice;
import dev.bottleneck.step.onednn.ConvolutionChoices.Result;
import dev.bottleneck.step.onednn.primitive.ConvolutionPrimitives;
import dev.bottleneck.step.onednn.primitive.DirectPrimitives;
import dev.bottleneck.step.onednn.primitive.ImageLayouts;
import dev.bottleneck.step.onednn.primitive.Kernel;
import dev.bottleneck.step.onednn.primitive.Nonlinearity;
import dev.bottleneck.step.onednn.primitive.ParameterView;
import dev.bottleneck.step.onednn.primitive.Signal;
import dev.bottleneck.step.onednn.primitive.Stage;
import dev.bottleneck.step.onednn.primitive.StageBuilder;
import dev.bottleneck.step.onednn.primitive.Tensor;
import dev.bottleneck.step.onednn.primitive.TransposedPrimitives;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory.data_type;
import org.bytedeco.dnnl.memory.format_tag;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;

/**
 * {@code Y = f(W ∗ X + b)}, ∗ a convolution or a transposed one: X {@code [batch, in, height,
 * width]}, W {@code [out, in, height, width]}, Y {@code [batch, out, height, width]}.
 *
 * <p>W and its gradient lie where DL4J has them; kernels work on copies in layouts of oneDNN's own
 * choice, which cost little. Images are copied only where oneDNN has no fast kernel for how they
 * lie. f is computed as in {@link LinearStage}.
 */
final class ConvolutionStage implements Stage {
  private final StageBuilder plan;
  private final ConvolutionPrimitives primitives;
  private final Signal input;
  private final Signal output;
  private final Weights weights;
  private final Tensor value;
  private final ConvolutionChoices choices;
  private final Copies copies;
  private final List<Runnable> forward = new ArrayList<>();
  private final List<Runnable> backward = new ArrayList<>();

  /**
   * @param shape {@code [out, in, height, width]}
   * @param layout where W of that shape lies in {@code values}
   */
  record Weights(ParameterView values, long[] shape, memory.desc layout, ParameterView bias) {
    int kernelHeight() {
      return Math.toIntExact(shape[2]);
    }

    int kernelWidth() {
      return Math.toIntExact(shape[3]);
    }

    memory.desc biasLayout() {
      return StageBuilder.plain(bias.length());
    }

    /** W with the layout left to oneDNN. */
    memory.desc any(data_type type) {
      return new memory.desc(shape, type, format_tag.any);
    }
  }

  private ConvolutionStage(
      StageBuilder plan,
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
    value = weights.values().value(weights.layout());
    choices = new ConvolutionChoices(plan, primitives, input.value(), weights, output.value());
    copies = new Copies(plan);
    if (isScattered(primitives, output.value())) {
      addScattered();
    } else {
      addForward(fused);
    }
    if (fused.isPresent()) {
      backward.add(
          ElementwiseStage.backward(fused.get(), plan, null, output.value(), output.gradient())
              ::run);
    }
    addBackwardWeights();
    if (input.wantsGradient()) {
      addBackwardData();
    }
  }

  static void appendDirect(Convolution operation, Lowering lowering) throws NotCompilable {
    memory.desc layout = StageBuilder.plain(shapeOfWeights(operation));
    append(operation, new DirectPrimitives(operation.window()), layout, lowering);
  }

  static void appendTransposed(TransposedConvolution operation, Lowering lowering)
      throws NotCompilable {
    long[] shape = shapeOfWeights(operation);
    long area = shape[2] * shape[3];
    // They lie as [in, out, height, width].
    memory.desc layout =
        new memory.desc(
            shape, memory.data_type.f32, new long[] {area, shape[0] * area, shape[3], 1});
    append(operation, new TransposedPrimitives(operation.window()), layout, lowering);
  }

  /** {@code [out, in, height, width]}. */
  private static long[] shapeOfWeights(ImageFilter filter) {
    return new long[] {
      filter.output().size(1), filter.input().size(1), filter.kernel()[0], filter.kernel()[1]
    };
  }

  private static void append(
      ImageFilter filter, ConvolutionPrimitives primitives, memory.desc layout, Lowering lowering)
      throws NotCompilable {
    StageBuilder plan = lowering.builder();
    long[] shape = filter.output().shape();
    memory.desc best = ImageLayouts.best(shape);
    Signal output = new Signal(plan.tensor(shape, best), plan.tensor(shape, best));
    Optional<Nonlinearity> fused =
        isScattered(primitives, output.value())
            ? Optional.empty()
            : lowering.fusible(filter.output());
    Weights weights =
        new Weights(
            lowering.parameter(filter.weights()),
            shapeOfWeights(filter),
            layout,
            lowering.parameter(filter.bias()));
    Signal input = lowering.signal(filter.input());
    plan.add(new ConvolutionStage(plan, primitives, input, output, weights, fused));
    lowering.put(filter.output(), output, fused);
  }

  private static boolean isScattered(ConvolutionPrimitives primitives, Tensor output) {
    return primitives.isBetterScatteredTo(output.size(1));
  }

  private void addScattered() throws NotCompilable {
    Tensor x = input.value();
    memory.desc layout = ImageLayouts.byPixel(x.shape());
    if (!x.layout().equals(layout)) {
      x = plan.tensor(x.shape(), layout);
      forward.add(ReorderStage.kernel(plan, input.value(), x)::run);
    }
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
    Choice choice =
        choices.best(Result.OUTPUT, layouts -> primitives.forward(plan, layouts, attributes));
    List<Runnable> after = new ArrayList<>();
    memory x = copies.of(input.value(), choice.layouts().input(), forward);
    memory w = copies.of(value, choice.description().weights_desc(), forward);
    memory y = copies.into(output.value(), choice.layouts().output(), after);
    Kernel kernel =
        plan.kernel("a convolution", () -> choice.description())
            .with(DNNL_ARG_SRC, x)
            .with(DNNL_ARG_WEIGHTS, w)
            .with(DNNL_ARG_BIAS, weights.bias().value(weights.biasLayout()))
            .with(DNNL_ARG_DST, y);
    forward.add(kernel::run);
    forward.addAll(after);
  }

  private void addBackwardWeights() throws NotCompilable {
    Choice choice =
        choices.best(Result.WEIGHTS, layouts -> primitives.backwardWeights(plan, layouts));
    List<Runnable> after = new ArrayList<>();
    memory x = copies.of(input.value(), choice.layouts().input(), backward);
    memory dy = copies.of(output.gradient(), choice.layouts().output(), backward);
    Tensor gradient = weights.values().gradient(weights.layout());
    memory dw = copies.into(gradient, choice.description().diff_weights_desc(), after);
    Kernel kernel =
        plan.kernel("a convolution's weight gradient", () -> choice.description())
            .with(DNNL_ARG_SRC, x)
            .with(DNNL_ARG_DIFF_DST, dy)
            .with(DNNL_ARG_DIFF_WEIGHTS, dw)
            .with(DNNL_ARG_DIFF_BIAS, weights.bias().gradient(weights.biasLayout()));
    backward.add(kernel::run);
    backward.addAll(after);
  }

  private void addBackwardData() throws NotCompilable {
    Choice choice = choices.best(Result.INPUT, layouts -> primitives.backwardData(plan, layouts));
    List<Runnable> after = new ArrayList<>();
    memory dy = copies.of(output.gradient(), choice.layouts().output(), backward);
    memory w = copies.of(value, choice.description().weights_desc(), backward);
    memory dx = copies.into(input.gradient(), choice.layouts().input(), after);
    Kernel kernel =
        plan.kernel("a convolution's input gradient", () -> choice.description())
            .with(DNNL_ARG_DIFF_DST, dy)
            .with(DNNL_ARG_WEIGHTS, w)
            .with(DNNL_ARG_DIFF_SRC, dx);
    backward.add(kernel::run);
    backward.addAll(after);
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
