package dev.bottleneck.step.cuda;

import dev.bottleneck.step.cuda.Arena.Place;
import dev.bottleneck.step.graph.Convolution;
import dev.bottleneck.step.graph.ImageFilter;
import dev.bottleneck.step.graph.MaxPooling;
import dev.bottleneck.step.graph.SlidingWindow;
import dev.bottleneck.step.graph.TransposedConvolution;
import dev.bottleneck.step.graph.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * Convolutions, transposed convolutions and pooling.
 *
 * <p>A window joins a smaller image to a larger one: a convolution gathers the larger into the
 * smaller, a transposed one spreads the smaller over the larger, and each is the other's gradient.
 */
final class ImageKernels {
  private ImageKernels() {}

  static void appendConvolution(Convolution convolution, Lowering lowering) {
    append(convolution, lowering, convolution.output(), convolution.input(), true);
  }

  static void appendTransposed(TransposedConvolution convolution, Lowering lowering) {
    append(convolution, lowering, convolution.input(), convolution.output(), false);
  }

  private static void append(
      ImageFilter filter, Lowering lowering, Value small, Value large, boolean gathers) {
    Signal input = lowering.signal(filter.input());
    Signal output = lowering.newSignal(filter.output(), true);
    Object[] window = window(filter.window(), filter.kernel(), small, large);
    Place weights = lowering.parameter(filter.weights());
    Place bias = lowering.parameter(filter.bias());
    appendPass(
        lowering, gathers, input.value(), weights, bias, output, filter.output().length(), window);
    lowering.put(filter.output(), output);
    if (lowering.isTraining()) {
      lowering.onTheWayBack(() -> appendBackward(filter, lowering, input, output, gathers, window));
    }
  }

  private static void appendPass(
      Lowering lowering,
      boolean gathers,
      Place from,
      Place weights,
      Place bias,
      Signal output,
      int count,
      Object[] window) {
    lowering.each(
        gathers ? "gather_images" : "spread_images",
        count,
        with(
            List.of(lowering.values(), from, weights, bias, lowering.network(), output.value()),
            window,
            0));
  }

  private static void appendBackward(
      ImageFilter filter,
      Lowering lowering,
      Signal input,
      Signal output,
      boolean gathers,
      Object[] window) {
    Place ofWeights = lowering.gradient(filter.weights());
    Place large = gathers ? input.value() : output.gradient();
    Place small = gathers ? output.gradient() : input.value();
    lowering.blocks(
        "image_weights",
        filter.weights().length(),
        1,
        with(
            List.of(lowering.values(), large, small, ofWeights, lowering.network()),
            window,
            lowering.adds(ofWeights)));
    Value made = filter.output();
    Place ofBias = lowering.gradient(filter.bias());
    lowering.blocks(
        "sum_channels",
        made.size(1),
        1,
        lowering.values(),
        output.gradient(),
        ofBias,
        lowering.network(),
        made.size(0),
        made.size(1),
        made.size(2) * made.size(3),
        lowering.adds(ofBias));
    if (input.wantsGradient()) {
      lowering.each(
          gathers ? "spread_images" : "gather_images",
          filter.input().length(),
          with(
              List.of(
                  lowering.values(),
                  output.gradient(),
                  lowering.parameter(filter.weights()),
                  0L,
                  lowering.network(),
                  input.gradient()),
              window,
              lowering.adds(input.gradient())));
    }
  }

  static void appendPooling(MaxPooling pooling, Lowering lowering) {
    Signal large = lowering.signal(pooling.input());
    Signal small = lowering.newSignal(pooling.output(), large.wantsGradient());
    Place winners = lowering.values().floats(pooling.output().length());
    Object[] window = window(pooling.window(), pooling.kernel(), pooling.output(), pooling.input());
    lowering.each(
        "pool_images",
        pooling.output().length(),
        with(List.of(lowering.values(), large.value(), small.value(), winners), window));
    lowering.put(pooling.output(), small);
    if (small.wantsGradient()) {
      lowering.onTheWayBack(
          () ->
              lowering.each(
                  "pool_images_backward",
                  pooling.input().length(),
                  with(
                      List.of(lowering.values(), small.gradient(), winners, large.gradient()),
                      window,
                      lowering.adds(large.gradient()))));
    }
  }

  /** In the order of the kernels' {@code WINDOW}. */
  private static Object[] window(SlidingWindow window, int[] kernel, Value small, Value large) {
    return new Object[] {
      small.size(0),
      small.size(1),
      small.size(2),
      small.size(3),
      large.size(1),
      large.size(2),
      large.size(3),
      kernel[0],
      kernel[1],
      (int) window.strides()[0],
      (int) window.strides()[1],
      (int) window.before()[0],
      (int) window.before()[1]
    };
  }

  private static Object[] with(List<Object> first, Object[] window, Object... last) {
    List<Object> all = new ArrayList<>(first);
    all.addAll(List.of(window));
    all.addAll(List.of(last));
    return all.toArray();
  }
}
