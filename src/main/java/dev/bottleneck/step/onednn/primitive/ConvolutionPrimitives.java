package dev.bottleneck.step.onednn.primitive;

import dev.bottleneck.step.graph.SlidingWindow;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.primitive_desc;

/** The three primitives that a convolution is made of, or a transposed one. */
public interface ConvolutionPrimitives {
  /**
   * @param input {@code [batch, in, height, width]}
   * @param weights {@code [out, in, height, width]}
   * @param bias {@code [out]}
   * @param output {@code [batch, out, height, width]}
   * @param ofForward those of the forward pass that a backward pass belongs to; {@code null} of one
   */
  record Layouts(
      memory.desc input,
      memory.desc weights,
      memory.desc bias,
      memory.desc output,
      Layouts ofForward) {}

  /** Where the kernel stands on the larger of the two images. */
  SlidingWindow window();

  /** Whether {@link ScatteredConvolution} is the better forward pass to so many channels. */
  default boolean isBetterScatteredTo(int channels) {
    return false;
  }

  /** The output from input, weights and bias. */
  primitive_desc forward(StageBuilder plan, Layouts layouts, primitive_attr attributes);

  /** The input's gradient. */
  primitive_desc backwardData(StageBuilder plan, Layouts layouts);

  /** The gradients of weights and bias. */
  primitive_desc backwardWeights(StageBuilder plan, Layouts layouts);
}
