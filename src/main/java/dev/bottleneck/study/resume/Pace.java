package dev.bottleneck.study.resume;

/**
 * How often the states of a training are kept: at most so often, and never so often that keeping
 * them takes more than a hundredth of the time.
 */
final class Pace {
  private static final int SHARE = 100;

  /** A training that took less need not be kept at its end: it is as soon done again. */
  private static final double LEAST_AT_END = 1;

  private final long leastNanos;
  private final boolean alwaysAtEnd;
  private long last = System.nanoTime();
  private long tookNanos;

  /**
   * @param leastSeconds between two; 0: never
   * @param alwaysAtEnd whether the last is kept all the same
   */
  Pace(double leastSeconds, boolean alwaysAtEnd) {
    this.alwaysAtEnd = alwaysAtEnd;
    leastNanos = leastSeconds == 0 ? Long.MAX_VALUE : (long) (leastSeconds * 1e9);
  }

  boolean isDue() {
    return isDue(leastNanos);
  }

  boolean isDueAtEnd() {
    return alwaysAtEnd
        || leastNanos < Long.MAX_VALUE && isDue(Math.min(leastNanos, (long) (LEAST_AT_END * 1e9)));
  }

  private boolean isDue(long least) {
    long since = System.nanoTime() - last;
    return since >= least && since >= SHARE * tookNanos;
  }

  /** One was kept, which was begun at {@code begun} of {@link System#nanoTime()}. */
  void kept(long begun) {
    last = System.nanoTime();
    tookNanos = last - begun;
  }
}
