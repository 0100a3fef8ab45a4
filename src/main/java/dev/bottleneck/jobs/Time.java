package dev.bottleneck.jobs;

import java.time.Duration;

/** A clock that nobody sets, and waiting by it; of its own in tests. */
public interface Time {
  /** The machine's own: it stands still while the machine sleeps. */
  Time SYSTEM =
      new Time() {
        @Override
        public long nanoTime() {
          return System.nanoTime();
        }

        @Override
        public void pause(Duration duration) throws InterruptedException {
          Thread.sleep(duration.toMillis());
        }
      };

  /** Nanoseconds since some moment. */
  long nanoTime();

  /** Waits for {@code duration}. */
  void pause(Duration duration) throws InterruptedException;
}
