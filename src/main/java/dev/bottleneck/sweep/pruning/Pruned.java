package dev.bottleneck.sweep.pruning;

/** Thrown out of a training that is given up, with the reason. */
public final class Pruned extends RuntimeException {
  Pruned(String why) {
    super(why);
  }
}
