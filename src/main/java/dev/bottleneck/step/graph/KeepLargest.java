package dev.bottleneck.step.graph;

import dev.bottleneck.layer.KSparse;

/**
 * Keeps the k largest values of each example and sets the others to 0: {@code [batch, n]}.
 *
 * @param training whether k are kept, or α k as at inference
 */
public record KeepLargest(KSparse layer, boolean training, Value input, Value output)
    implements Unary {
  @Override
  public String settings() {
    return layer.toString();
  }
}
