package dev.bottleneck.jobs;

import dev.bottleneck.runtime.Durations;
import dev.bottleneck.runtime.Interrupted;
import dev.bottleneck.runtime.UserError;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Whether other processes are at work on a sweep that this one wants for itself. */
public final class Others {
  private final JobStore store;
  private final Time time;
  private final PrintWriter out;
  private final Map<String, Long> heartbeats = new HashMap<>();

  public Others(JobStore store, Time time, PrintWriter out) {
    this.store = store;
    this.time = time;
    this.out = out;
  }

  /**
   * Takes the jobs of the dead, and waits for a sign of life of those that cannot be looked up.
   *
   * @throws UserError if one is alive
   */
  public void requireNone() {
    boolean told = false;
    store.owners().takeFromTheDead(WorkerId.present());
    for (List<StoredJob> running = store.owners().running();
        !running.isEmpty();
        running = store.owners().running()) {
      running.forEach(this::requireSilent);
      if (!told) {
        tell(running);
        told = true;
      }
      try {
        time.pause(JobWorkers.LOOK);
      } catch (InterruptedException e) {
        throw new Interrupted();
      }
      store.owners().takeFromTheDead(WorkerId.present());
    }
  }

  private void requireSilent(StoredJob job) {
    WorkerId worker = job.worker().orElseThrow();
    Long before = heartbeats.putIfAbsent(job + " " + worker, job.heartbeat());
    if (worker.isHere() || before != null && before != job.heartbeat()) {
      throw new UserError(
          store.place()
              + ": "
              + worker.shown()
              + " is at work on it: join it with --join, or wait for its end");
    }
  }

  private void tell(List<StoredJob> running) {
    long most = running.stream().mapToLong(StoredJob::deadAfter).max().orElseThrow();
    out.println(
        String.format(
            Locale.ROOT,
            "%s had begun a job: waiting up to %s for a sign of life",
            running.get(0).worker().orElseThrow().shown(),
            Durations.text(most / 1e3)));
    out.flush();
  }
}
