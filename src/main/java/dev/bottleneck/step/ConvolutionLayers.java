package dev.bottleneck.step;

import java.util.Arrays;
import org.bytedeco.dnnl.memory;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.params.ConvolutionParamInitializer;

/** Compiles the layers between images {@code [batch, channels, height, width]}. */
final class ConvolutionLayers {
  private static final int[] UNDILATED = {1, 1};

  private ConvolutionLayers() {}

  static Signal convolution(ConvolutionLayer layer, LayerPlan plan, Signal input)
      throws NotCompilable {
    check(layer, plan, input);
    int[] kernel = layer.getKernelSize();
    long[] image = heightAndWidth(input);
    SlidingWindow window =
        isSame(layer)
            ? SlidingWindow.same(image, kernel, layer.getStride())
            : SlidingWindow.truncate(image, kernel, layer.getStride(), layer.getPadding());
    memory.desc weights = PlanBuilder.plain(shapeOf(layer));
    return append(layer, plan, input, new DirectConvolution(window), window, weights);
  }

  static Signal deconvolution(Deconvolution2D layer, LayerPlan plan, Signal input)
      throws NotCompilable {
    check(layer, plan, input);
    int[] kernel = layer.getKernelSize();
    long[] image = heightAndWidth(input);
    SlidingWindow window =
        isSame(layer)
            ? SlidingWindow.transposedSame(image, kernel, layer.getStride())
            : SlidingWindow.transposedTruncate(
                image, kernel, layer.getStride(), layer.getPadding());
    // DL4J's lie as [in, out, height, width].
    long area = (long) kernel[0] * kernel[1];
    memory.desc weights =
        new memory.desc(
            shapeOf(layer),
            memory.data_type.f32,
            new long[] {area, layer.getNOut() * area, kernel[1], 1});
    return append(layer, plan, input, new TransposedConvolution(window), window, weights);
  }

  static Signal pooling(SubsamplingLayer layer, LayerPlan plan, Signal input) throws NotCompilable {
    if (layer.getPoolingType() != PoolingType.MAX) {
      throw plan.refuse("the pooling type " + layer.getPoolingType() + " is not known");
    }
    if (layer.getConvolutionMode() != ConvolutionMode.Truncate
        || !Arrays.equals(layer.getPadding(), new int[2])) {
      throw plan.refuse("pooling other than in Truncate mode without padding is not known");
    }
    checkImages(layer.getDilation(), layer.getCnn2dDataFormat(), plan, input);
    int[] kernel = layer.getKernelSize();
    SlidingWindow window =
        SlidingWindow.truncate(
            heightAndWidth(input), kernel, layer.getStride(), layer.getPadding());
    return Pooling.append(plan.builder(), window, new long[] {kernel[0], kernel[1]}, input);
  }

  private static Signal append(
      ConvolutionLayer layer,
      LayerPlan plan,
      Signal input,
      ConvolutionPrimitives primitives,
      SlidingWindow window,
      memory.desc weights)
      throws NotCompilable {
    long[] shape = {plan.batch(), layer.getNOut(), window.output()[0], window.output()[1]};
    return Convolution.append(
        plan.builder(),
        primitives,
        input,
        shape,
        new Convolution.Weights(
            plan.parameter(ConvolutionParamInitializer.WEIGHT_KEY),
            shapeOf(layer),
            weights,
            plan.parameter(ConvolutionParamInitializer.BIAS_KEY)),
        Nonlinearity.of(layer.getActivationFn(), plan));
  }

  private static void check(ConvolutionLayer layer, LayerPlan plan, Signal input)
      throws NotCompilable {
    if (!layer.hasBias()) {
      throw plan.refuse("without bias it is not known");
    }
    if (layer.getConvolutionMode() != ConvolutionMode.Truncate && !isSame(layer)) {
      throw plan.refuse("the convolution mode " + layer.getConvolutionMode() + " is not known");
    }
    checkImages(layer.getDilation(), layer.getCnn2dDataFormat(), plan, input);
    for (int i = 0; i < 2; i++) {
      if (isSame(layer) && layer.getKernelSize()[i] < layer.getStride()[i]) {
        throw plan.refuse("a kernel smaller than its stride is not known in Same mode");
      }
    }
    if (input.value().shape()[1] != layer.getNIn()) {
      throw plan.refuse(
          "its input has " + input.value().shape()[1] + " channels, not " + layer.getNIn());
    }
  }

  private static void checkImages(int[] dilation, CNN2DFormat format, LayerPlan plan, Signal input)
      throws NotCompilable {
    if (!Arrays.equals(dilation, UNDILATED)) {
      throw plan.refuse("a dilation is not known");
    }
    if (format != CNN2DFormat.NCHW) {
      throw plan.refuse("the data format " + format + " is not known");
    }
    if (input.value().shape().length != 4) {
      throw plan.refuse("its input is not [batch, channels, height, width]");
    }
  }

  /** {@code [out, in, height, width]}. */
  private static long[] shapeOf(ConvolutionLayer layer) {
    int[] kernel = layer.getKernelSize();
    return new long[] {layer.getNOut(), layer.getNIn(), kernel[0], kernel[1]};
  }

  private static boolean isSame(ConvolutionLayer layer) {
    return layer.getConvolutionMode() == ConvolutionMode.Same;
  }

  private static long[] heightAndWidth(Signal input) {
    long[] shape = input.value().shape();
    return new long[] {shape[2], shape[3]};
  }
}
