package dev.bottleneck.step.graph;

import dev.bottleneck.layer.Corruption;

/**
 * {@code y = keep ⊙ x + add}, with the noise that the corruption has for a length and an iteration.
 */
public record Corrupt(Corruption corruption, Value input, Value output) implements Unary {
  @Override
  public String settings() {
    return corruption.toString();
  }
}
