package dev.bottleneck.sweep.definition;

import dev.bottleneck.runtime.Require;

/**
 * How much is to be done of a sweep.
 *
 * @param trials of the search
 * @param seedsPerTrial seeds that each of them is trained on
 * @param race of its best settings
 * @param finalSeeds seeds that the winner is measured on
 */
public record Extent(int trials, int seedsPerTrial, RaceOptions race, int finalSeeds) {
  public Extent {
    Require.atLeast("trials", trials, 1);
    Require.atLeast("seedsPerTrial", seedsPerTrial, 1);
    Require.atLeast("finalSeeds", finalSeeds, 0);
  }
}
