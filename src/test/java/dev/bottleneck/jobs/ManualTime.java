package dev.bottleneck.jobs;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that stands still until it is told to go on; who waits by it does not wait. */
public class ManualTime implements Time {
  private final AtomicLong now = new AtomicLong();

  /** Lets it go on. */
  public void pass(Duration duration) {
    now.addAndGet(duration.toNanos());
  }

  @Override
  public long nanoTime() {
    return now.get();
  }

  @Override
  public void pause(Duration duration) {
    pass(duration);
  }
}
