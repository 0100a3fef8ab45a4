package dev.bottleneck.sweep.pruning;

import dev.bottleneck.sweep.trial.Trial;

/** Thrown out of a training whose trial another process has taken, as this one was silent. */
public final class Lost extends RuntimeException {
  public Lost(Trial trial) {
    super(trial + " was taken by another process");
  }
}
