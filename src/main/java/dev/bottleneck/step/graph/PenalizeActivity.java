package dev.bottleneck.step.graph;

import dev.bottleneck.layer.ActivityPenalty;

/** Passes h on as it is, and adds the penalty {@code λ Ω(h)} to the score. */
public record PenalizeActivity(ActivityPenalty penalty, Value input, Value output)
    implements Unary {
  @Override
  public String settings() {
    return penalty.toString();
  }
}
