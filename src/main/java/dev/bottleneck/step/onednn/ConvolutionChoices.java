package dev.bottleneck.step.onednn;

import dev.bottleneck.step.graph.NotCompilable;
import dev.bottleneck.step.graph.Precision;
import dev.bottleneck.step.onednn.primitive.ConvolutionPrimitives;
import dev.bottleneck.step.onednn.primitive.ConvolutionPrimitives.Layouts;
import dev.bottleneck.step.onednn.primitive.FactorTypes;
import dev.bottleneck.step.onednn.primitive.ImageLayouts;
import dev.bottleneck.step.onednn.primitive.StageBuilder;
import dev.bottleneck.step.onednn.primitive.Tensor;
import java.util.List;
import java.util.function.Function;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory.data_type;
import org.bytedeco.dnnl.memory.format_tag;
import org.bytedeco.dnnl.primitive_desc;

/** Looks for the layouts and types in which oneDNN has a fast kernel for a convolution. */
final class ConvolutionChoices {
  private final StageBuilder plan;
  private final ConvolutionPrimitives primitives;
  private final Tensor input;
  private final ConvolutionStage.Weights weights;
  private final Tensor output;

  /** What a kernel computes from the other two; it is never rounded. */
  enum Result {
    OUTPUT,
    WEIGHTS,
    INPUT
  }

  /** A kernel and what it is for. */
  record Choice(Layouts layouts, primitive_desc description) {}

  ConvolutionChoices(
      StageBuilder plan,
      ConvolutionPrimitives primitives,
      Tensor input,
      ConvolutionStage.Weights weights,
      Tensor output) {
    this.plan = plan;
    this.primitives = primitives;
    this.input = input;
    this.weights = weights;
    this.output = output;
  }

  /** The first kernel that is no reference implementation; failing that, the first at all. */
  Choice best(Result result, Function<Layouts, primitive_desc> kernel) throws NotCompilable {
    Choice slow = null;
    RuntimeException failure = null;
    for (data_type factors : factors(result)) {
      for (format_tag to : ImageLayouts.candidates(output, factors)) {
        for (format_tag from : ImageLayouts.candidates(input, factors)) {
          Layouts layouts = layouts(result, factors, from, to);
          try {
            Choice choice = new Choice(layouts, kernel.apply(layouts));
            if (!StageBuilder.isReference(choice.description)) {
              return choice;
            }
            slow = slow == null ? choice : slow;
          } catch (RuntimeException e) {
            // The binding throws oneDNN's error codes as they are.
            failure = e;
          }
        }
      }
    }
    if (slow == null) {
      throw new NotCompilable("oneDNN has no convolution of this shape: " + failure.getMessage());
    }
    return slow;
  }

  /** The types of factors in which to look, one after another. */
  private List<data_type> factors(Result result) {
    return isFasterInFloats(result)
        ? FactorTypes.of(Precision.F32)
        : FactorTypes.of(plan.precision());
  }

  /**
   * With a single channel on either side there is so little to multiply that rounding takes more
   * time than it saves, and of convolutions in strides oneDNN's weight gradient is slower in
   * bfloat16; so measured on a Zen 4 with {@code ONEDNN_VERBOSE=profile_exec ./bottleneck bench
   * --nets conv}.
   */
  private boolean isFasterInFloats(Result result) {
    boolean inStrides = primitives.window().strides()[0] > 1;
    return input.size(1) == 1 || output.size(1) == 1 || result == Result.WEIGHTS && inStrides;
  }

  private Layouts layouts(Result result, data_type factors, format_tag from, format_tag to) {
    Layouts ofForward = result == Result.OUTPUT ? null : layouts(Result.OUTPUT, factors, from, to);
    Function<Result, data_type> type = which -> which == result ? data_type.f32 : factors;
    return new Layouts(
        new memory.desc(input.shape(), type.apply(Result.INPUT), from),
        weights.any(type.apply(Result.WEIGHTS)),
        weights.biasLayout(),
        new memory.desc(output.shape(), type.apply(Result.OUTPUT), to),
        ofForward);
  }
}
