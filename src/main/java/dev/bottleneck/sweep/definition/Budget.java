package dev.bottleneck.sweep.definition;

import dev.bottleneck.runtime.Require;

/**
 * How long a sweep goes on.
 *
 * @param trials settings tried, exactly so many unless time runs out
 * @param minutes after so many minutes of a process's work it begins no further trial; 0: no end
 */
public record Budget(int trials, double minutes) {
  public Budget {
    Require.atLeast("trials", trials, 1);
    Require.between("minutes", minutes, 0, 1e6);
  }
}
