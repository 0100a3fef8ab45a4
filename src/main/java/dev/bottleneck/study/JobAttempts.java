package dev.bottleneck.study;

import dev.bottleneck.jobs.Attempts;
import dev.bottleneck.jobs.JobState;
import dev.bottleneck.jobs.JobStore;
import dev.bottleneck.jobs.Lost;
import dev.bottleneck.jobs.Progress;
import dev.bottleneck.jobs.StoredJob;
import dev.bottleneck.jobs.StoredJob.Ending;
import dev.bottleneck.jobs.Unwritable;
import dev.bottleneck.study.experiment.Job;
import dev.bottleneck.study.experiment.TrainedNetworks;
import dev.bottleneck.study.report.StudyFiles;
import dev.bottleneck.study.result.FinishedJob;
import dev.bottleneck.study.result.JobResult;
import dev.bottleneck.study.result.JobTime;
import dev.bottleneck.study.result.MetricListener;
import dev.bottleneck.study.result.MetricRow;
import dev.bottleneck.study.resume.JobText;
import dev.bottleneck.study.resume.RunCheckpoints;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries out a study's jobs, each wholly on the calling thread and its device. */
final class JobAttempts<H extends Record> {
  private static final Logger log = LoggerFactory.getLogger(JobAttempts.class);

  private final StudyRun.Work<H> work;
  private final StudyFiles files;
  private final JobText texts;
  private final RunCheckpoints checkpoints;
  private final MetricListener listener;
  private final Progress progress;
  private final Attempts attempts;
  private final Map<Attempt, FinishedJob> finished = new ConcurrentHashMap<>();

  /** A job may be taken by another process, and come to its end there. */
  private record Attempt(int number, int attempts) {
    static Attempt of(StoredJob job) {
      return new Attempt(job.number(), job.attempts());
    }
  }

  JobAttempts(
      StudyRun.Work<H> work,
      StudyFiles files,
      JobStore store,
      JobText texts,
      RunCheckpoints checkpoints,
      MetricListener listener,
      Progress progress) {
    this.work = work;
    this.files = files;
    this.texts = texts;
    this.checkpoints = checkpoints;
    this.listener = listener;
    this.progress = progress;
    this.attempts = new Attempts(store);
  }

  /** Carries out {@code job}, which the store has as {@code stored}. */
  void run(StoredJob stored, Job job) {
    job.keeping(checkpoints.of(job.arm(), job.seed(), attempts.progress(stored))).hearing(listener);
    // The networks of the first seed are saved and drawn; the others' would only fill memory.
    if (isFirst(job)) {
      job.onTrained(this::save);
    }
    H h = work.configuration().hyperparameters();
    try {
      Ending ending =
          attempts.run(
              stored,
              job.arm().title() + ", seed " + job.seed(),
              new Body(Attempt.of(stored), job));
      if (ending.state() == JobState.COMPLETE) { // what failed may go on once the cause is mended
        checkpoints.forget(job.arm(), job.seed());
      }
    } catch (Lost e) {
      finished.remove(Attempt.of(stored));
      log.info("{}: its result counts no more", e.getMessage());
    } finally {
      listener.ended(job.arm(), job.seed());
      progress.skip(work.experiment().steps(job, h) - job.record().steps());
    }
  }

  private boolean isFirst(Job job) {
    return job.seed() == work.configuration().firstSeed();
  }

  /** Before anything is measured: what goes wrong then costs no training. */
  private void save(Job job, TrainedNetworks networks) {
    try {
      files.saveNetworks(job.arm(), networks);
    } catch (IOException e) {
      throw new Unwritable(files.folder().path(), e);
    }
  }

  /** What a job found that ended here, with its networks on the calling thread's device. */
  Optional<FinishedJob> take(StoredJob ended) {
    return Optional.ofNullable(finished.remove(Attempt.of(ended)))
        .map(
            job ->
                ended.error().isPresent()
                    ? job.failed(ended.error().get())
                    : job.here(work.hardware().devices()));
  }

  /** One attempt at a job. */
  private final class Body implements Attempts.Body {
    private final Attempt attempt;
    private final Job job;
    private final long begun = System.nanoTime();

    Body(Attempt attempt, Job job) {
      this.attempt = attempt;
      this.job = job;
    }

    @Override
    public Ending run() {
      JobResult result = work.experiment().run(job, work.configuration().hyperparameters());
      FinishedJob whole = finishedWith(Optional.of(result));
      result
          .measures()
          .forEach(
              (name, value) ->
                  listener.heard(
                      MetricRow.ofFinal(job.arm(), job.seed(), name, value), job.record().steps()));
      FinishedJob kept = isFirst(job) ? whole : whole.withoutNetworks();
      work.hardware().devices().finish(); // another thread may take its networks from now on
      finished.put(attempt, kept);
      return Ending.complete(texts.of(kept));
    }

    @Override
    public String soFar() {
      FinishedJob failed = finishedWith(Optional.empty());
      finished.put(attempt, failed);
      return texts.of(failed);
    }

    private FinishedJob finishedWith(Optional<JobResult> result) {
      double seconds = job.record().secondsBefore() + (System.nanoTime() - begun) / 1e9;
      return new FinishedJob(
          job.arm(),
          job.seed(),
          job.record().curve(),
          result,
          Optional.empty(),
          job.record().speeds(),
          new JobTime(seconds, job.record().work()));
    }
  }
}
