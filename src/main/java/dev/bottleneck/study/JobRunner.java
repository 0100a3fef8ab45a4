package dev.bottleneck.study;

import dev.bottleneck.device.Devices;
import dev.bottleneck.device.FailureLine;
import dev.bottleneck.device.NativeMemory;
import dev.bottleneck.device.WorkerThreads;
import dev.bottleneck.runtime.Interrupted;
import dev.bottleneck.study.experiment.Job;
import dev.bottleneck.study.result.FinishedJob;
import dev.bottleneck.study.result.JobResult;
import dev.bottleneck.study.result.JobTime;
import dev.bottleneck.training.Divergence;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.nd4j.linalg.factory.Nd4j;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs jobs side by side, each wholly on one worker thread and its device.
 *
 * <p>A job takes its chance from its seed alone, so that its result does not depend on how many run
 * beside it. A job that diverges or fails is recorded as such, and every other one is run all the
 * same: which seeds have a result does not depend on how many run at once.
 */
final class JobRunner {
  private static final Logger log = LoggerFactory.getLogger(JobRunner.class);

  /** Trains one job. */
  @FunctionalInterface
  interface Body {
    JobResult run(Job job);
  }

  private final Devices devices;
  private final int parallel;
  private final int threads;

  /**
   * @param parallel how many jobs at once
   * @param threads of one job
   */
  JobRunner(Devices devices, int parallel, int threads) {
    this.devices = devices;
    this.parallel = parallel;
    this.threads = threads;
  }

  /**
   * Runs {@code jobs} in their order; {@code onFinished} is called on this thread, in the order of
   * finishing.
   *
   * @throws Interrupted if this thread was interrupted; the workers have ended by then
   */
  void run(List<Job> jobs, Body body, Consumer<FinishedJob> onFinished) {
    try (WorkerThreads<FinishedJob> workers =
        new WorkerThreads<>(devices, workers(jobs.size()), threads)) {
      jobs.forEach(job -> workers.submit(() -> runOne(job, body)));
      for (int i = 0; i < jobs.size(); i++) {
        onFinished.accept(workers.next());
      }
    } catch (InterruptedException e) {
      throw new Interrupted();
    }
  }

  /** How many workers so many jobs have. */
  int workers(int jobs) {
    return Math.min(parallel, jobs);
  }

  private FinishedJob runOne(Job job, Body body) {
    long start = System.nanoTime();
    try {
      return finished(job, Optional.of(body.run(job)), Optional.empty(), start);
    } catch (Interrupted e) {
      throw e;
    } catch (Divergence e) {
      log.warn("{}, seed {}: {}", job.arm().title(), job.seed(), e.getMessage());
      return finished(job, Optional.empty(), Optional.of(e.getMessage()), start);
    } catch (RuntimeException | OutOfMemoryError | StackOverflowError | LinkageError e) {
      // The others go on, and what they find is not lost with this one.
      log.info("{}, seed {} failed", job.arm().title(), job.seed(), e);
      return finished(job, Optional.empty(), Optional.of(FailureLine.of(e)), start);
    } finally {
      Nd4j.getWorkspaceManager().destroyAllWorkspacesForCurrentThread();
      NativeMemory.reclaim();
    }
  }

  private static FinishedJob finished(
      Job job, Optional<JobResult> result, Optional<String> failure, long start) {
    double seconds = job.record().secondsBefore() + (System.nanoTime() - start) / 1e9;
    return new FinishedJob(
        job.arm(),
        job.seed(),
        job.record().curve(),
        result,
        failure,
        job.record().speeds(),
        new JobTime(seconds, job.record().work()));
  }
}
