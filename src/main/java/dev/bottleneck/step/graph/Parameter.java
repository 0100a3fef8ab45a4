package dev.bottleneck.step.graph;

/**
 * A range of the network's flat parameter vector, and the same range of its gradient.
 *
 * @param owner the layer's name
 * @param key the layer's own, such as {@code W}
 * @param start of the range, in floats
 * @param length of the range, in floats
 */
public record Parameter(String owner, String key, long start, int length) {
  /** Such as {@code W [78400, 78500)}. */
  @Override
  public String toString() {
    return "%s [%d, %d)".formatted(key, start, start + length);
  }
}
