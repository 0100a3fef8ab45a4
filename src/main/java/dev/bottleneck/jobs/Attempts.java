package dev.bottleneck.jobs;

import dev.bottleneck.device.FailureLine;
import dev.bottleneck.device.NativeMemory;
import dev.bottleneck.jobs.StoredJob.Ending;
import dev.bottleneck.runtime.Interrupted;
import org.nd4j.linalg.factory.Nd4j;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out jobs that were taken from a store, on the calling thread, and tells it how they end.
 *
 * <p>Whatever one job does, the others go on: it is recorded as failed. What no job is to blame
 * for, an interrupt, a store or files that cannot be written, ends this process's work, and its
 * jobs wait again.
 */
public final class Attempts {
  private static final Logger log = LoggerFactory.getLogger(Attempts.class);

  private final JobStore store;

  /** Trains and measures. */
  @FunctionalInterface
  public interface Body {
    Ending run();

    /** The result of a job that failed: what is known of it all the same; null for nothing. */
    default String soFar() {
      return null;
    }
  }

  public Attempts(JobStore store) {
    this.store = store;
  }

  /**
   * Carries out {@code job}.
   *
   * @param name of it, for the log
   * @return how it ended
   * @throws Interrupted if the thread was interrupted; the job waits again then
   * @throws Unwritable if its files cannot be written; it waits again then
   * @throws Lost if another process has taken it
   */
  public Ending run(StoredJob job, Object name, Body body) {
    long begun = System.nanoTime();
    try {
      Ending ending = attempt(name, body);
      double seconds = job.seconds() + (System.nanoTime() - begun) / 1e9;
      if (!store.end(job, ending, seconds)) {
        throw new Lost(name);
      }
      log.info(
          "{}: {} in {} s", name, ending.error() == null ? "complete" : ending.error(), seconds);
      return ending;
    } catch (Interrupted | Unwritable | StoreFailure e) {
      release(job, e);
      throw e;
    } finally {
      Nd4j.getWorkspaceManager().destroyAllWorkspacesForCurrentThread();
      NativeMemory.reclaim();
    }
  }

  /** On a full disk it may stay this process's: its death is seen then. */
  private void release(StoredJob job, RuntimeException why) {
    try {
      store.release(job);
    } catch (StoreFailure e) {
      why.addSuppressed(e);
    }
  }

  private static Ending attempt(Object name, Body body) {
    try {
      return body.run();
    } catch (Interrupted | Unwritable | StoreFailure | Lost e) {
      throw e;
    } catch (RuntimeException | Error e) {
      log.info("{} failed", name, e);
      return Ending.failed(FailureLine.of(e), body.soFar());
    }
  }

  /**
   * Hears of the states of {@code job} that are kept.
   *
   * <p>It throws {@link Lost} if another process has taken the job; a store that cannot be written
   * costs nothing: the state itself is there.
   */
  public Runnable progress(StoredJob job) {
    return () -> {
      try {
        store.progressed(job);
      } catch (StoreFailure e) {
        log.info("{}: the store does not hear of its state", job, e);
      }
    };
  }
}
