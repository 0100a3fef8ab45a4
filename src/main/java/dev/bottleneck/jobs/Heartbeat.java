package dev.bottleneck.jobs;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the store again and again that this process is alive, until it is closed. */
public final class Heartbeat implements AutoCloseable {
  /** A machine under load may miss one or two. */
  private static final int BEATS_IN_A_LIFE = 6;

  private static final Logger log = LoggerFactory.getLogger(Heartbeat.class);

  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "heartbeat");
            thread.setDaemon(true);
            return thread;
          });

  /** Tells {@code store}, and has it look for others that have died. */
  public static Heartbeat of(JobStore store, Duration deadAfter) {
    return new Heartbeat(
        () -> {
          store.owners().beat(WorkerId.present());
          store.owners().lookForTheDead();
        },
        deadAfter);
  }

  /**
   * Begins.
   *
   * @param beat done six times in {@code deadAfter}, also after it has failed
   * @param deadAfter how long a silent process counts as alive
   */
  Heartbeat(Runnable beat, Duration deadAfter) {
    long pause = Math.max(1, deadAfter.toMillis() / BEATS_IN_A_LIFE);
    timer.scheduleAtFixedRate(() -> guarded(beat), pause, pause, TimeUnit.MILLISECONDS);
  }

  private static void guarded(Runnable beat) {
    try {
      beat.run();
    } catch (RuntimeException e) {
      // The jobs meet the same failure and end by it; a timer that threw would never beat again.
      log.warn("no heartbeat: {}", e.getMessage());
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
