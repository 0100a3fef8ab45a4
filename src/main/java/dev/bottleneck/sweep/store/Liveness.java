package dev.bottleneck.sweep.store;

import dev.bottleneck.sweep.trial.Trial;
import dev.bottleneck.sweep.trial.Trial.Stage;
import dev.bottleneck.sweep.trial.WorkerId;
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

  private record Life(Stage stage, int number, int attempts, WorkerId worker) {
    static Life of(Trial trial) {
      return new Life(
          trial.stage(), trial.number(), trial.attempts(), trial.worker().orElseThrow());
    }
  }

  private record Silence(long heartbeat, long lastLook, long nanoseconds) {}

  private final Time time;
  private Map<Life, Silence> silences = new HashMap<>();

  Liveness(Time time) {
    this.time = time;
  }

  /** Looks at all {@code running} trials, and returns those whose workers are dead. */
  synchronized List<Trial> dead(List<Trial> running) {
    long now = time.nanoTime();
    Map<Life, Silence> seen = new HashMap<>();
    List<Trial> dead =
        running.stream()
            .filter(trial -> !trial.worker().orElseThrow().isPresent())
            .filter(
                trial -> {
                  Silence silence = look(trial, now);
                  seen.put(Life.of(trial), silence);
                  return trial.worker().orElseThrow().isKnownDead()
                      || silence.nanoseconds() >= allowed(trial);
                })
            .toList();
    silences = seen;
    return dead;
  }

  private Silence look(Trial trial, long now) {
    Silence before = silences.get(Life.of(trial));
    if (before == null || before.heartbeat() != trial.heartbeat()) {
      return new Silence(trial.heartbeat(), now, 0);
    }
    long since = Math.min(now - before.lastLook(), 1 + allowed(trial) / LEAST_LOOKS);
    return new Silence(trial.heartbeat(), now, before.nanoseconds() + since);
  }

  private static long allowed(Trial trial) {
    return TimeUnit.MILLISECONDS.toNanos(trial.deadAfter());
  }
}
