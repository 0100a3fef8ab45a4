package dev.bottleneck.step.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import dev.bottleneck.step.graph.NotCompilable;
import dev.bottleneck.step.graph.SlidingWindow;
import dev.bottleneck.step.onednn.primitive.Kernel;
import dev.bottleneck.step.onednn.primitive.StageBuilder;
import dev.bottleneck.step.onednn.primitive.Tensor;
import java.util.Arrays;
import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.memory;

/**
 * The forward pass of a transposed convolution to one channel: {@code [pixels, in] [in, taps]}, of
 * which each row is added to the output pixels under the kernel.
 */
final class ScatteredConvolution {
  private final SlidingWindow window;
  private final int height;
  private final int width;
  private final int kernelHeight;
  private final int kernelWidth;
  private final Kernel product;
  private final Tensor columns;
  private final Tensor bias;
  private final Tensor output;
  private final float[] image; // [height, width, taps] of one example
  private final float[] pixels; // of its output
  private final float[] offset = new float[1];

  /**
   * @param input {@code [batch, in, height, width]}, the channels of a pixel side by side
   * @param weights DL4J's, of which W is a plain {@code [in, 1, height, width]}
   * @param output {@code [batch, 1, height, width]} in C order
   */
  ScatteredConvolution(
      StageBuilder plan,
      SlidingWindow window,
      Tensor input,
      ConvolutionStage.Weights weights,
      Tensor output)
      throws NotCompilable {
    this.window = window;
    this.output = output;
    height = input.size(2);
    width = input.size(3);
    kernelHeight = weights.kernelHeight();
    kernelWidth = weights.kernelWidth();
    long count = (long) input.size(0) * height * width;
    int taps = kernelHeight * kernelWidth;
    memory.desc from = StageBuilder.plain(count, input.size(1));
    memory.desc matrix = StageBuilder.plain(input.size(1), taps);
    columns = plan.tensor(count, taps);
    product =
        plan.kernel("a transposed convolution", () -> product(plan, from, matrix))
            .with(DNNL_ARG_SRC, plan.view(input, from))
            .with(DNNL_ARG_WEIGHTS, weights.values().value(matrix))
            .with(DNNL_ARG_DST, columns);
    bias = weights.bias().value(weights.biasLayout());
    image = new float[height * width * taps];
    pixels = new float[output.size(2) * output.size(3)];
  }

  private matmul.primitive_desc product(StageBuilder plan, memory.desc from, memory.desc matrix) {
    return new matmul.primitive_desc(
        plan.engine(), from, matrix, columns.layout(), plan.defaults(), false);
  }

  void run() {
    product.run();
    bias.get(offset);
    for (int example = 0; example < output.size(0); example++) {
      columns.get(example * image.length, image, image.length);
      Arrays.fill(pixels, offset[0]);
      for (int u = 0; u < kernelHeight; u++) {
        for (int v = 0; v < kernelWidth; v++) {
          scatter(u, v);
        }
      }
      output.put(example * pixels.length, pixels, pixels.length);
    }
  }

  /** Adds what all input pixels contribute through the kernel's tap in row u and column v. */
  private void scatter(int u, int v) {
    int taps = kernelHeight * kernelWidth;
    int outputWidth = output.size(3);
    int step = (int) window.strides()[1];
    int rowStep = (int) window.strides()[0];
    int right = v - (int) window.before()[1];
    int down = u - (int) window.before()[0];
    int first = first(right, step);
    int end = end(right, step, width, outputWidth);
    int firstRow = first(down, rowStep);
    int endRow = end(down, rowStep, height, output.size(2));
    for (int i = firstRow; i < endRow; i++) {
      int to = (i * rowStep + down) * outputWidth + right;
      int from = i * width * taps + u * kernelWidth + v;
      for (int j = first; j < end; j++) {
        pixels[to + j * step] += image[from + j * taps];
      }
    }
  }

  /** The first i for which {@code i step + shift} is not negative. */
  private static int first(int shift, int step) {
    return shift >= 0 ? 0 : (step - 1 - shift) / step;
  }

  /** The end of those i below {@code count} for which {@code i step + shift < size}. */
  private static int end(int shift, int step, int count, int size) {
    return Math.min(count, (size - shift + step - 1) / step);
  }
}
