package dev.bottleneck.step.graph;

import java.util.List;

/**
 * A step of a plan: what is computed, not how.
 *
 * <p>Each kind is a record of its own, which engines know by its class.
 */
public interface Operation {
  /** What it reads. */
  List<Value> inputs();

  /** What it makes; none is made by a loss. */
  List<Value> outputs();

  /** What of the network's parameters it reads; while training it contributes to their gradient. */
  default List<Parameter> parameters() {
    return List.of();
  }

  /** Its settings in a few words, for a printed plan; empty if it has none. */
  default String settings() {
    return "";
  }
}
