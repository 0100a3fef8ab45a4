package dev.bottleneck.step.onednn.primitive;

import dev.bottleneck.step.graph.SlidingWindow;
import org.bytedeco.dnnl.convolution_backward_data;
import org.bytedeco.dnnl.convolution_backward_weights;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.primitive_attr;

/** Each output pixel is a weighted sum of the input pixels under the kernel. */
public record DirectPrimitives(SlidingWindow window) implements ConvolutionPrimitives {
  private static final algorithm DIRECT = algorithm.convolution_direct;

  @Override
  public convolution_forward.primitive_desc forward(
      StageBuilder plan, Layouts layouts, primitive_attr attributes) {
    return new convolution_forward.primitive_desc(
        plan.engine(),
        prop_kind.forward_training,
        DIRECT,
        layouts.input(),
        layouts.weights(),
        layouts.bias(),
        layouts.output(),
        window.strides(),
        window.before(),
        window.after(),
        attributes,
        false);
  }

  @Override
  public convolution_backward_data.primitive_desc backwardData(StageBuilder plan, Layouts layouts) {
    return new convolution_backward_data.primitive_desc(
        plan.engine(),
        DIRECT,
        layouts.input(),
        layouts.weights(),
        layouts.output(),
        window.strides(),
        window.before(),
        window.after(),
        forward(plan, layouts.ofForward(), plan.defaults()),
        plan.defaults(),
        false);
  }

  @Override
  public convolution_backward_weights.primitive_desc backwardWeights(
      StageBuilder plan, Layouts layouts) {
    return new convolution_backward_weights.primitive_desc(
        plan.engine(),
        DIRECT,
        layouts.input(),
        layouts.weights(),
        layouts.bias(),
        layouts.output(),
        window.strides(),
        window.before(),
        window.after(),
        forward(plan, layouts.ofForward(), plan.defaults()),
        plan.defaults(),
        false);
  }
}
