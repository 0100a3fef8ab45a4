package dev.bottleneck.step.graph;

import java.util.List;

/**
 * What moves over images, {@code [batch, in, height, width]} → {@code [batch, out, height, width]},
 * with weights and biases.
 *
 * <p>{@link Convolution} or {@link TransposedConvolution}.
 */
public interface ImageFilter extends Unary {
  /** Where it stands on the larger of the two images. */
  SlidingWindow window();

  /** {@code [height, width]}. */
  int[] kernel();

  /** Its weights. */
  Parameter weights();

  /** {@code [out]}. */
  Parameter bias();

  @Override
  default List<Parameter> parameters() {
    return List.of(weights(), bias());
  }

  @Override
  default String settings() {
    return "%d × %d, stride %d × %d"
        .formatted(kernel()[0], kernel()[1], window().strides()[0], window().strides()[1]);
  }
}
