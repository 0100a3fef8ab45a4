package dev.bottleneck.jobs;

import dev.bottleneck.jobs.StoredJob.Ending;
import java.util.List;
import java.util.Locale;

/** Which processes have the running jobs of a store, and what becomes of those of the dead. */
public final class Owners {
  private final JobStore jobs;
  private final StoreConnection store;
  private final int mostDeaths;
  private final Liveness liveness;

  /**
   * @param mostDeaths a job that kills its process would be begun again by each
   */
  Owners(JobStore jobs, int mostDeaths, Liveness liveness) {
    this.mostDeaths = mostDeaths;
    this.jobs = jobs;
    this.store = jobs.connection();
    this.liveness = liveness;
  }

  private List<StoredJob> all() {
    return store.query(
        StoredJob::read, JobStore.SELECT + " WHERE state = 'running' ORDER BY stage DESC, number");
  }

  /** Tells that {@code worker} is alive, whatever the clock says. */
  public void beat(WorkerId worker) {
    long now = System.currentTimeMillis();
    store.update(
        "UPDATE jobs SET heartbeat = CASE WHEN heartbeat < ? THEN ? ELSE heartbeat + 1 END"
            + " WHERE state = 'running' AND worker = ?",
        now,
        now,
        worker.toString());
  }

  /** Tells for people on which GPU its worker carries out a job. */
  public void tellGpu(StoredJob job, String gpu) {
    store.update(
        "UPDATE jobs SET gpu = ?" + JobStore.OWNED,
        gpu,
        job.stage(),
        job.number(),
        job.worker().orElseThrow().toString(),
        job.attempts());
  }

  /** Lets the jobs of dead workers wait again; a worker's own are never among them. */
  public void takeFromTheDead(WorkerId own) {
    for (StoredJob job : lookForTheDead()) {
      if (!job.worker().orElseThrow().equals(own)) {
        take(job);
      }
    }
  }

  /** Looks at the heartbeats; who does it often learns sooner of a death. */
  public List<StoredJob> lookForTheDead() {
    return liveness.dead(all());
  }

  private void take(StoredJob job) {
    if (job.deaths() + 1 < mostDeaths) {
      store.update(
          "UPDATE jobs SET deaths = deaths + 1, state = 'waiting'"
              + JobStore.OWNED
              + " AND heartbeat = ?",
          job.stage(),
          job.number(),
          job.worker().orElseThrow().toString(),
          job.attempts(),
          job.heartbeat());
    } else {
      jobs.end(
          job,
          Ending.failed(
              String.format(
                  Locale.ROOT,
                  "its process died %d times; --retry-failed tries it again",
                  mostDeaths)),
          job.seconds(),
          " AND heartbeat = ?",
          job.heartbeat());
    }
  }

  /** Jobs whose workers are not known to be dead. */
  public List<StoredJob> running() {
    return all().stream().filter(job -> !job.worker().orElseThrow().isKnownDead()).toList();
  }
}
