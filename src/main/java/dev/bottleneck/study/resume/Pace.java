package dev.bottleneck.study.resume;

import java.util.function.LongSupplier;

/**
 * How often the states of a job's trainings are kept: at most so often, and only while all that
 * were kept, and the next one, take no more than a hundredth of the time since the job began. What
 * the first takes is not known before it.
 */
final class Pace {
  private static final int SHARE = 100;

  /** What wrote a file in so long may write the next in twice that. */
  private static final int WANDERS = 2;

  /** A training that took less need not be kept at its end: it is as soon done again. */
  private static final long LEAST_AT_END = 1_000_000_000;

  private final long leastNanos;
  private final boolean alwaysAtEnd;
  private final LongSupplier clock;
  private final long begun;
  private long last;
  private long spentNanos;
  private long longestNanos;

  /**
   * @param leastSeconds between two; 0: never
   * @param alwaysAtEnd whether the last is kept all the same
   */
  Pace(double leastSeconds, boolean alwaysAtEnd) {
    this(leastSeconds, alwaysAtEnd, System::nanoTime);
  }

  Pace(double leastSeconds, boolean alwaysAtEnd, LongSupplier clock) {
    this.alwaysAtEnd = alwaysAtEnd;
    this.clock = clock;
    leastNanos = leastSeconds == 0 ? Long.MAX_VALUE : (long) (leastSeconds * 1e9);
    begun = clock.getAsLong();
    last = begun;
  }

  boolean isDue() {
    return isDue(leastNanos);
  }

  boolean isDueAtEnd() {
    return alwaysAtEnd || leastNanos < Long.MAX_VALUE && isDue(Math.min(leastNanos, LEAST_AT_END));
  }

  private boolean isDue(long least) {
    long now = clock.getAsLong();
    return now - last >= least && now - begun >= SHARE * (spentNanos + WANDERS * longestNanos);
  }

  /** One was kept, which was begun at {@code since} of the clock. */
  void kept(long since) {
    last = clock.getAsLong();
    spentNanos += last - since;
    longestNanos = Math.max(longestNanos, last - since);
  }
}
