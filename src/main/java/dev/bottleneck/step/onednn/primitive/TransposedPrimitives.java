package dev.bottleneck.step.onednn.primitive;

import dev.bottleneck.step.graph.SlidingWindow;
import org.bytedeco.dnnl.deconvolution_backward_data;
import org.bytedeco.dnnl.deconvolution_backward_weights;
import org.bytedeco.dnnl.deconvolution_forward;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.primitive_attr;

/** Each input pixel adds its value times the kernel to the output pixels under it. */
public record TransposedPrimitives(SlidingWindow window) implements ConvolutionPrimitives {
  private static final algorithm DIRECT = algorithm.deconvolution_direct;

  /** oneDNN computes a whole register full of channels, or one pixel at a time. */
  @Override
  public boolean isBetterScatteredTo(int channels) {
    return channels == 1;
  }

  @Override
  public deconvolution_forward.primitive_desc forward(
      StageBuilder plan, Layouts layouts, primitive_attr attributes) {
    return new deconvolution_forward.primitive_desc(
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
  public deconvolution_backward_data.primitive_desc backwardData(
      StageBuilder plan, Layouts layouts) {
    return new deconvolution_backward_data.primitive_desc(
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
  public deconvolution_backward_weights.primitive_desc backwardWeights(
      StageBuilder plan, Layouts layouts) {
    return new deconvolution_backward_weights.primitive_desc(
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
