package dev.bottleneck.step.graph;

import java.util.List;

/** The sum of values of one shape. */
public record Add(List<Value> inputs, Value output) implements Operation {
  public Add {
    inputs = List.copyOf(inputs);
  }

  @Override
  public List<Value> outputs() {
    return List.of(output);
  }
}
