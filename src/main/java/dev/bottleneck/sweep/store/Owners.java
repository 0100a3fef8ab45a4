package dev.bottleneck.sweep.store;

import dev.bottleneck.sweep.trial.Trial;
import dev.bottleneck.sweep.trial.TrialState;
import dev.bottleneck.sweep.trial.WorkerId;
import java.util.List;
import java.util.Locale;

/** Which processes have the running trials of a store, and what becomes of those of the dead. */
public final class Owners {
  /** A setting that kills its process would be begun again by each, before all others. */
  private static final int MOST_DEATHS = 3;

  private final StoreConnection store;
  private final Liveness liveness;

  Owners(StoreConnection store, Liveness liveness) {
    this.store = store;
    this.liveness = liveness;
  }

  private List<Trial> all() {
    return store.query(
        TrialRow::read, TrialRow.SELECT + " WHERE state = 'running' ORDER BY stage DESC, number");
  }

  /** Tells that {@code worker} is alive, whatever the clock says. */
  public void beat(WorkerId worker) {
    store.update(
        "UPDATE trials SET heartbeat = max(?, heartbeat + 1)"
            + " WHERE state = 'running' AND worker = ?",
        System.currentTimeMillis(),
        worker.toString());
  }

  /** Lets the trials of dead workers wait again; a worker's own are never among them. */
  public void takeFromTheDead(WorkerId own) {
    for (Trial trial : lookForTheDead()) {
      if (!trial.worker().orElseThrow().equals(own)) {
        take(trial);
      }
    }
  }

  /** Looks at the heartbeats; who does it often learns sooner of a death. */
  public List<Trial> lookForTheDead() {
    return liveness.dead(all());
  }

  private void take(Trial trial) {
    boolean again = trial.deaths() + 1 < MOST_DEATHS;
    store.update(
        "UPDATE trials SET deaths = deaths + 1, state = ?, error = ?, ended = "
            + (again ? "ended" : TrialStore.NEXT_ENDED)
            + TrialStore.OWNED
            + " AND heartbeat = ?",
        (again ? TrialState.WAITING : TrialState.FAILED).toString(),
        again
            ? null
            : String.format(
                Locale.ROOT,
                "its process died %d times; --retry-failed tries it again",
                MOST_DEATHS),
        trial.stage().toString(),
        trial.number(),
        trial.worker().orElseThrow().toString(),
        trial.attempts(),
        trial.heartbeat());
  }

  /** Trials whose workers are not known to be dead. */
  public List<Trial> running() {
    return all().stream().filter(trial -> !trial.worker().orElseThrow().isKnownDead()).toList();
  }
}
