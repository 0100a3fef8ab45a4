package dev.bottleneck.bench;

/** Something that is timed side by side with others. */
interface Contender extends AutoCloseable {
  String name();

  /** Takes {@code steps} steps one after another; returns the mean wall time of one. */
  double millisecondsPerStep(int steps);

  @Override
  void close();
}
