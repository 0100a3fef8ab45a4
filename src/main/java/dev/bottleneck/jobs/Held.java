package dev.bottleneck.jobs;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The jobs that this process is at work on. One may be its own in the store and not here: it was
 * taken just when the connection was lost, and this process never heard of it.
 */
final class Held {
  private record Life(String stage, int number, int attempts) {
    static Life of(StoredJob job) {
      return new Life(job.stage(), job.number(), job.attempts());
    }
  }

  private final JobStore jobs;
  private final Set<Life> lives = ConcurrentHashMap.newKeySet();
  private long losses;

  Held(JobStore jobs) {
    this.jobs = jobs;
  }

  void add(StoredJob job) {
    lives.add(Life.of(job));
  }

  void remove(StoredJob job) {
    lives.remove(Life.of(job));
  }

  /**
   * Gives back what {@code worker}, this process, does not know to be its own, if the connection
   * was lost since this was last asked.
   *
   * @return whether it was
   */
  synchronized boolean releaseForgotten(WorkerId worker) {
    long now = jobs.connection().losses();
    if (now == losses) {
      return false;
    }
    losses = now;
    jobs
        .connection()
        .query(
            StoredJob::read,
            JobStore.SELECT + " WHERE state = 'running' AND worker = ?",
            worker.toString())
        .stream()
        .filter(job -> !lives.contains(Life.of(job)))
        .forEach(jobs::release);
    return true;
  }
}
