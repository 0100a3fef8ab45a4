package dev.bottleneck.step.graph;

/**
 * The greatest value within each position of a window, channel by channel: {@code [batch, channels,
 * height, width]}.
 *
 * @param kernel {@code [height, width]}
 */
public record MaxPooling(Value input, SlidingWindow window, int[] kernel, Value output)
    implements Unary {
  @Override
  public String settings() {
    return "%d × %d, stride %d × %d"
        .formatted(kernel[0], kernel[1], window.strides()[0], window.strides()[1]);
  }
}
