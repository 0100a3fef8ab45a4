package dev.bottleneck.sweep.space;

import java.util.Optional;
import java.util.Set;

/**
 * One searched hyper-parameter.
 *
 * @param name the hyper-parameter's or training option's, as {@code --set} takes it
 * @param condition when it is searched at all; otherwise the experiment's own value stands
 */
public record Dimension(String name, Domain domain, Optional<Condition> condition) {
  /**
   * A dimension counts only where a choice has one of some values.
   *
   * @param on the name of the choice
   */
  public record Condition(String on, Set<String> values) {
    public Condition {
      values = Set.copyOf(values);
    }
  }

  /** Its name in a report; two ranges of one hyper-parameter differ by their conditions. */
  public String label() {
    return condition
        .map(c -> name + " (" + String.join(", ", c.values().stream().sorted().toList()) + ")")
        .orElse(name);
  }
}
