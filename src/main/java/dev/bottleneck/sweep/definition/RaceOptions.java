package dev.bottleneck.sweep.definition;

import dev.bottleneck.runtime.Require;

/**
 * What is spent to tell the best settings of a search apart.
 *
 * @param settings how many of the best run against each other; 1 for no race
 * @param seeds that each of them is given at the most
 */
public record RaceOptions(int settings, int seeds) {
  /** No race. */
  public static final RaceOptions NONE = new RaceOptions(1, 30);

  public RaceOptions {
    Require.atLeast("settings", settings, 1);
    Require.atLeast("seeds", seeds, 2);
  }

  /** Whether more than one setting runs. */
  public boolean areSeveral() {
    return settings > 1;
  }
}
