package dev.bottleneck.step.graph;

import java.util.List;

/** Values side by side along dimension 1: units of vectors, channels of images. */
public record Merge(List<Value> inputs, Value output) implements Operation {
  public Merge {
    inputs = List.copyOf(inputs);
  }

  @Override
  public List<Value> outputs() {
    return List.of(output);
  }
}
