package dev.bottleneck.step.dl4j;

import dev.bottleneck.step.graph.Convolution;
import dev.bottleneck.step.graph.ImageFilter;
import dev.bottleneck.step.graph.MaxPooling;
import dev.bottleneck.step.graph.NotCompilable;
import dev.bottleneck.step.graph.Parameter;
import dev.bottleneck.step.graph.SlidingWindow;
import dev.bottleneck.step.graph.TransposedConvolution;
import dev.bottleneck.step.graph.Value;
import java.util.Arrays;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.params.ConvolutionParamInitializer;

/** Reads the layers between images {@code [batch, channels, height, width]}. */
final class ConvolutionLayers {
  private static final String WEIGHTS = ConvolutionParamInitializer.WEIGHT_KEY;
  private static final String BIAS = ConvolutionParamInitializer.BIAS_KEY;
  private static final int[] UNDILATED = {1, 1};

  private ConvolutionLayers() {}

  static Value convolution(ConvolutionLayer layer, LayerReading reading, Value input)
      throws NotCompilable {
    check(layer, reading, input);
    int[] kernel = layer.getKernelSize();
    long[] image = heightAndWidth(input);
    SlidingWindow window =
        isSame(layer)
            ? SlidingWindow.same(image, kernel, layer.getStride())
            : SlidingWindow.truncate(image, kernel, layer.getStride(), layer.getPadding());
    return filter(layer, reading, input, window, Convolution::new);
  }

  static Value deconvolution(Deconvolution2D layer, LayerReading reading, Value input)
      throws NotCompilable {
    check(layer, reading, input);
    int[] kernel = layer.getKernelSize();
    long[] image = heightAndWidth(input);
    SlidingWindow window =
        isSame(layer)
            ? SlidingWindow.transposedSame(image, kernel, layer.getStride())
            : SlidingWindow.transposedTruncate(
                image, kernel, layer.getStride(), layer.getPadding());
    return filter(layer, reading, input, window, TransposedConvolution::new);
  }

  /** How either kind is made. */
  private interface Filter {
    ImageFilter of(
        Value input,
        SlidingWindow window,
        int[] kernel,
        Parameter weights,
        Parameter bias,
        Value output);
  }

  private static Value filter(
      ConvolutionLayer layer,
      LayerReading reading,
      Value input,
      SlidingWindow window,
      Filter filter)
      throws NotCompilable {
    Value sums =
        reading.add(
            filter.of(
                input,
                window,
                layer.getKernelSize(),
                reading.parameter(WEIGHTS),
                reading.parameter(BIAS),
                images(reading, layer.getNOut(), window)));
    return Functions.read(layer.getActivationFn(), reading, sums);
  }

  static Value pooling(SubsamplingLayer layer, LayerReading reading, Value input)
      throws NotCompilable {
    if (layer.getPoolingType() != PoolingType.MAX) {
      throw reading.refuse("the pooling type " + layer.getPoolingType() + " is not known");
    }
    if (layer.getConvolutionMode() != ConvolutionMode.Truncate
        || !Arrays.equals(layer.getPadding(), new int[2])) {
      throw reading.refuse("pooling other than in Truncate mode without padding is not known");
    }
    checkImages(layer.getDilation(), layer.getCnn2dDataFormat(), reading, input);
    int[] kernel = layer.getKernelSize();
    SlidingWindow window =
        SlidingWindow.truncate(
            heightAndWidth(input), kernel, layer.getStride(), layer.getPadding());
    return reading.add(
        new MaxPooling(input, window, kernel, images(reading, input.size(1), window)));
  }

  private static Value images(LayerReading reading, long channels, SlidingWindow window) {
    return reading.value(reading.batch(), channels, window.output()[0], window.output()[1]);
  }

  private static void check(ConvolutionLayer layer, LayerReading reading, Value input)
      throws NotCompilable {
    if (!layer.hasBias()) {
      throw reading.refuse("without bias it is not known");
    }
    if (layer.getConvolutionMode() != ConvolutionMode.Truncate && !isSame(layer)) {
      throw reading.refuse("the convolution mode " + layer.getConvolutionMode() + " is not known");
    }
    checkImages(layer.getDilation(), layer.getCnn2dDataFormat(), reading, input);
    for (int i = 0; i < 2; i++) {
      if (isSame(layer) && layer.getKernelSize()[i] < layer.getStride()[i]) {
        throw reading.refuse("a kernel smaller than its stride is not known in Same mode");
      }
    }
    if (input.size(1) != layer.getNIn()) {
      throw reading.refuse("its input has " + input.size(1) + " channels, not " + layer.getNIn());
    }
  }

  private static void checkImages(
      int[] dilation, CNN2DFormat format, LayerReading reading, Value input) throws NotCompilable {
    if (!Arrays.equals(dilation, UNDILATED)) {
      throw reading.refuse("a dilation is not known");
    }
    if (format != CNN2DFormat.NCHW) {
      throw reading.refuse("the data format " + format + " is not known");
    }
    if (input.rank() != 4) {
      throw reading.refuse("its input is not [batch, channels, height, width]");
    }
  }

  private static boolean isSame(ConvolutionLayer layer) {
    return layer.getConvolutionMode() == ConvolutionMode.Same;
  }

  private static long[] heightAndWidth(Value input) {
    return new long[] {input.size(2), input.size(3)};
  }
}
