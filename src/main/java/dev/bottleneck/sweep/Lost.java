package dev.bottleneck.sweep;

/** Thrown out of a training whose trial another process has taken, as this one was silent. */
final class Lost extends RuntimeException {
  Lost(Trial trial) {
    super(trial + " was taken by another process");
  }
}
