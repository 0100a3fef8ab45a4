package dev.bottleneck.sweep;

/** Thrown out of a training that is given up, with the reason. */
final class Pruned extends RuntimeException {
  Pruned(String why) {
    super(why);
  }
}
