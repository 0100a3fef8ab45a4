package dev.bottleneck.sweep.work;

import dev.bottleneck.runtime.Interrupted;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.sweep.report.SweepStatus;
import dev.bottleneck.sweep.store.Time;
import dev.bottleneck.sweep.store.TrialStore;
import dev.bottleneck.sweep.trial.Trial;
import dev.bottleneck.sweep.trial.WorkerId;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Whether other processes are at work on a sweep that this one wants for itself. */
public final class Others {
  private static final Duration LOOK = Duration.ofMillis(500);

  private final TrialStore store;
  private final Time time;
  private final PrintWriter out;
  private final Map<String, Long> heartbeats = new HashMap<>();

  public Others(TrialStore store, Time time, PrintWriter out) {
    this.store = store;
    this.time = time;
    this.out = out;
  }

  /**
   * Takes the trials of the dead, and waits for a sign of life of those that cannot be looked up.
   *
   * @throws UserError if one is alive
   */
  public void requireNone() {
    boolean told = false;
    store.owners().takeFromTheDead(WorkerId.present());
    for (List<Trial> running = store.owners().running();
        !running.isEmpty();
        running = store.owners().running()) {
      running.forEach(this::requireSilent);
      if (!told) {
        tell(running);
        told = true;
      }
      try {
        time.pause(LOOK);
      } catch (InterruptedException e) {
        throw new Interrupted();
      }
      store.owners().takeFromTheDead(WorkerId.present());
    }
  }

  private void requireSilent(Trial trial) {
    WorkerId worker = trial.worker().orElseThrow();
    Long before = heartbeats.putIfAbsent(trial + " " + worker, trial.heartbeat());
    if (worker.isHere() || before != null && before != trial.heartbeat()) {
      throw new UserError(
          store.file()
              + ": "
              + worker.shown()
              + " is at work on it: join it with --join, or wait for its end");
    }
  }

  private void tell(List<Trial> running) {
    long most = running.stream().mapToLong(Trial::deadAfter).max().orElseThrow();
    out.println(
        String.format(
            Locale.ROOT,
            "%s had begun a trial: waiting up to %s for a sign of life",
            running.get(0).worker().orElseThrow().shown(),
            SweepStatus.duration(most / 1e3)));
    out.flush();
  }
}
