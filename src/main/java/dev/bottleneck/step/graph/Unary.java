package dev.bottleneck.step.graph;

import java.util.List;

/** An operation that makes one value of one. */
public interface Unary extends Operation {
  /** What it reads. */
  Value input();

  /** What it makes. */
  Value output();

  @Override
  default List<Value> inputs() {
    return List.of(input());
  }

  @Override
  default List<Value> outputs() {
    return List.of(output());
  }
}
