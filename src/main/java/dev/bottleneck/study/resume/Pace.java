package dev.bottleneck.study.resume;

/**
 * How often the states of a training are kept: at most so often, and never so often that keeping
 * them takes more than a hundredth of the time.
 */
final class Pace {
  private static final int SHARE = 100;

  private final long leastNanos;
  private long last = System.nanoTime();
  private long tookNanos;

  /**
   * @param leastSeconds between two
   */
  Pace(double leastSeconds) {
    leastNanos = (long) (leastSeconds * 1e9);
  }

  boolean isDue() {
    long since = System.nanoTime() - last;
    return since >= leastNanos && since >= SHARE * tookNanos;
  }

  /** One was kept, which was begun at {@code begun} of {@link System#nanoTime()}. */
  void kept(long begun) {
    last = System.nanoTime();
    tookNanos = last - begun;
  }
}
