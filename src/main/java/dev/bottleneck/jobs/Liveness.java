package dev.bottleneck.jobs;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Tells dead workers by watching their heartbeats.
 *
 * <p>No two clocks are compared: a worker is dead if its heartbeat stood still while this process
 * looked on for as long as the worker had said, or if it is known to have ended. A clock that is
 * set or a machine that sleeps makes nobody dead.
 */
final class Liveness {
  /**
   * Looks that it takes at the least. A process that was itself asleep between two of them has not
   * seen that the others were silent.
   */
  private static final int LEAST_LOOKS = 3;

  private record Life(String stage, int number, int attempts, WorkerId worker) {
    static Life of(StoredJob job) {
      return new Life(job.stage(), job.number(), job.attempts(), job.worker().orElseThrow());
    }
  }

  private record Silence(long heartbeat, long lastLook, long nanoseconds) {}

  private final Time time;
  private Map<Life, Silence> silences = new HashMap<>();

  Liveness(Time time) {
    this.time = time;
  }

  /** Looks at all {@code running} jobs, and returns those whose workers are dead. */
  synchronized List<StoredJob> dead(List<StoredJob> running) {
    long now = time.nanoTime();
    Map<Life, Silence> seen = new HashMap<>();
    List<StoredJob> dead =
        running.stream()
            .filter(job -> !job.worker().orElseThrow().isPresent())
            .filter(
                job -> {
                  Silence silence = look(job, now);
                  seen.put(Life.of(job), silence);
                  return job.worker().orElseThrow().isKnownDead()
                      || silence.nanoseconds() >= allowed(job);
                })
            .toList();
    silences = seen;
    return dead;
  }

  private Silence look(StoredJob job, long now) {
    Silence before = silences.get(Life.of(job));
    if (before == null || before.heartbeat() != job.heartbeat()) {
      return new Silence(job.heartbeat(), now, 0);
    }
    long since = Math.min(now - before.lastLook(), 1 + allowed(job) / LEAST_LOOKS);
    return new Silence(job.heartbeat(), now, before.nanoseconds() + since);
  }

  private static long allowed(StoredJob job) {
    return TimeUnit.MILLISECONDS.toNanos(job.deadAfter());
  }
}
