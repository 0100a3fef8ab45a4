package dev.bottleneck.live;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Those who have the page open, each by a name that its page gave itself. */
final class Watchers {
  /** A page asks once a second; one in the background, once a minute, and nobody sees that. */
  private static final long RECENT = TimeUnit.SECONDS.toNanos(10);

  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(5);

  /** More than can be meant: names are anybody's. */
  private static final int MOST = 100;

  private final Map<String, Long> asked = new HashMap<>();
  private final Set<String> told = new HashSet<>();
  private int served;

  /** {@code watcher} asked for what is new. */
  synchronized void asked(String watcher) {
    forgetGone(); // or those of long ago would keep others out
    if (asked.containsKey(watcher) || asked.size() < MOST) {
      asked.put(watcher, System.nanoTime());
    }
  }

  /** {@code watcher}, who may have been forgotten, was told that the report is there. */
  synchronized void told(String watcher) {
    asked.remove(watcher);
    if (told.size() < MOST) {
      told.add(watcher);
    }
    notifyAll();
  }

  /** Somebody has the report. */
  synchronized void served() {
    served++;
    notifyAll();
  }

  /** Whether anybody has asked of late. */
  synchronized boolean any() {
    forgetGone();
    return !asked.isEmpty();
  }

  /** Waits until those who watch have the report, for a few seconds at the most. */
  synchronized void awaitServed() throws InterruptedException {
    long end = System.nanoTime() + PATIENCE;
    forgetGone();
    while (!asked.isEmpty() || served < told.size()) {
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (left <= 0) {
        return;
      }
      wait(left);
    }
  }

  private void forgetGone() {
    long now = System.nanoTime();
    asked.values().removeIf(at -> now - at > RECENT);
  }
}
