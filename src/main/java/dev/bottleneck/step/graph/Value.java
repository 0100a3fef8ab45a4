package dev.bottleneck.step.graph;

import java.util.Arrays;

/** What flows between operations: an array {@code [batch, …]}. Two of them are never equal. */
public final class Value {
  private final String name;
  private final long[] shape;

  /**
   * @param name for whom it is printed to
   * @param shape {@code [batch, …]}
   */
  public Value(String name, long... shape) {
    this.name = name;
    this.shape = shape.clone();
  }

  /** Of the layer that it comes from, such as {@code layer 0}. */
  public String name() {
    return name;
  }

  /** {@code [batch, …]}. */
  public long[] shape() {
    return shape.clone();
  }

  /** Size of dimension {@code index}. */
  public int size(int index) {
    return Math.toIntExact(shape[index]);
  }

  /** Number of dimensions. */
  public int rank() {
    return shape.length;
  }

  /** Number of floats. */
  public int length() {
    return Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact));
  }

  @Override
  public String toString() {
    return name + " " + Arrays.toString(shape);
  }
}
