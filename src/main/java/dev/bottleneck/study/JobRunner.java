package dev.bottleneck.study;

import dev.bottleneck.device.Devices;
import dev.bottleneck.device.NativeMemory;
import dev.bottleneck.device.WorkerThreads;
import dev.bottleneck.training.Divergence;
import dev.bottleneck.training.Interrupted;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.nd4j.linalg.factory.Nd4j;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs jobs side by side, each wholly on one worker thread and its device.
 *
 * <p>A job takes its chance from its seed alone, so that its result does not depend on how many run
 * beside it. An arm that diverges on one seed is stopped: its jobs that have not begun are dropped.
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
  private final Set<Arm> stopped = ConcurrentHashMap.newKeySet();

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
    try (WorkerThreads<Optional<FinishedJob>> workers =
        new WorkerThreads<>(devices, workers(jobs.size()), threads)) {
      jobs.forEach(job -> workers.submit(() -> runOne(job, body)));
      for (int i = 0; i < jobs.size(); i++) {
        workers.next().ifPresent(onFinished);
      }
    } catch (InterruptedException e) {
      throw new Interrupted();
    }
  }

  /** How many workers so many jobs have. */
  int workers(int jobs) {
    return Math.min(parallel, jobs);
  }

  private Optional<FinishedJob> runOne(Job job, Body body) {
    if (stopped.contains(job.arm())) {
      return Optional.empty();
    }
    long start = System.nanoTime();
    try {
      JobResult result = body.run(job);
      return Optional.of(finished(job, Optional.of(result), Optional.empty(), start));
    } catch (Divergence e) {
      stopped.add(job.arm());
      log.warn("{}, seed {}: {}", job.arm().title(), job.seed(), e.getMessage());
      return Optional.of(finished(job, Optional.empty(), Optional.of(e.getMessage()), start));
    } finally {
      Nd4j.getWorkspaceManager().destroyAllWorkspacesForCurrentThread();
      NativeMemory.reclaim();
    }
  }

  private static FinishedJob finished(
      Job job, Optional<JobResult> result, Optional<String> failure, long start) {
    double seconds = (System.nanoTime() - start) / 1e9;
    return new FinishedJob(
        job.arm(), job.seed(), List.copyOf(job.curve()), result, failure, job.speeds(), seconds);
  }
}
