package dev.bottleneck.study;

import dev.bottleneck.data.Splits;
import dev.bottleneck.device.PerDevice;
import dev.bottleneck.evaluation.Metric;
import dev.bottleneck.jobs.JobWorkers;
import dev.bottleneck.jobs.Progress;
import dev.bottleneck.jobs.StoredJob;
import dev.bottleneck.jobs.Time;
import dev.bottleneck.jobs.Unwritable;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.study.experiment.Job;
import dev.bottleneck.study.experiment.SharedWork;
import dev.bottleneck.study.report.StudyFiles;
import dev.bottleneck.study.result.Arm;
import dev.bottleneck.study.result.FinishedJob;
import dev.bottleneck.study.result.StudyResult;
import dev.bottleneck.study.resume.JobText;
import dev.bottleneck.study.resume.RunCheckpoints;
import dev.bottleneck.study.resume.RunJobs;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What one process does of the jobs of a run. */
final class StudyPass<H extends Record> {
  private final StudyRun.Work<H> work;
  private final StudyRun.Manner manner;
  private final StudyFiles files;
  private final RunJobs jobs;
  private final StudyResult result;
  private final boolean leading;
  private final Metric headline;
  private final Progress progress;
  private final H hyperparameters;
  private final PerDevice<Splits> data;
  private final SharedWork shared = new SharedWork();
  private final RunCheckpoints checkpoints;
  private final JobAttempts<H> attempts;
  private final JobText texts;
  private final Set<Integer> doneAgain = new HashSet<>();

  /**
   * @param jobs the run's store
   * @param result takes each job that has ended
   * @param leading whether this process keeps the run's tables up
   * @param headline what a line about a job tells
   */
  StudyPass(
      StudyRun.Work<H> work,
      StudyRun.Manner manner,
      StudyFiles files,
      RunJobs jobs,
      StudyResult result,
      boolean leading,
      Metric headline,
      Progress progress) {
    this.work = work;
    this.manner = manner;
    this.files = files;
    this.jobs = jobs;
    this.result = result;
    this.leading = leading;
    this.headline = headline;
    this.progress = progress;
    hyperparameters = work.configuration().hyperparameters();
    data =
        new PerDevice<>(
            work.hardware().devices(), work.data(), d -> d.here(work.hardware().devices()));
    checkpoints = StudyJobs.checkpoints(work, manner, files, progress::tell);
    texts =
        new JobText(files.folder(), Set.of(work.experiment().getClass().getPackageName()), leading);
    attempts =
        new JobAttempts<>(
            work, files, jobs.store(), texts, checkpoints, manner.listener(), progress);
  }

  /** Mini-batches of all jobs. */
  long steps() {
    return jobs.grid().stream()
        .mapToLong(key -> work.experiment().steps(job(key), hyperparameters))
        .sum();
  }

  private Job job(RunJobs.Key key) {
    return new Job(
            key.arm(),
            key.seed(),
            data,
            work.configuration(),
            work.start(),
            work.hardware().habits(),
            progress::step)
        .sharing(shared);
  }

  /** Until the first {@code count} jobs of the grid have ended. */
  void run(int count) {
    jobs.plan(count);
    JobWorkers workers =
        new JobWorkers(
            work.hardware().devices(),
            Math.min(manner.parallel(), count),
            manner.threads(),
            Time.SYSTEM);
    takeEnded();
    boolean unfinished;
    do {
      unfinished = jobs.store().hasUnfinished();
      if (unfinished) {
        workers.run(this::doOne, done -> takeEnded(), this::takeEnded, jobs.store()::hasUnfinished);
      }
      takeEnded(); // what has ended since, and cannot be used, is done again
    } while (unfinished || jobs.store().hasUnfinished());
  }

  private Optional<StoredJob> doOne() {
    Optional<StoredJob> claimed = jobs.claim();
    claimed.ifPresent(stored -> attempts.run(stored, job(jobs.key(stored.number()))));
    return claimed;
  }

  private void takeEnded() {
    List<StoredJob> ended = jobs.ended();
    for (StoredJob stored : ended) {
      RunJobs.Key key = jobs.key(stored.number());
      Optional<FinishedJob> here = attempts.take(stored);
      Optional<FinishedJob> job = here.isPresent() ? here : read(key.arm(), stored);
      if (here.isEmpty() && job.isPresent()) {
        progress.skip(work.experiment().steps(job(key), hyperparameters));
      }
      job.ifPresent(this::add);
    }
    if (leading && !ended.isEmpty()) {
      keepUp(); // once: the tables of a run that is gone on with never tell of less than before
    }
  }

  private void keepUp() {
    try {
      files.keepUp(result);
    } catch (IOException e) {
      throw new Unwritable(files.folder().path(), e);
    }
  }

  /** Empty of one that cannot be used, and is done again: once, as it may never be. */
  private Optional<FinishedJob> read(Arm arm, StoredJob stored) {
    try {
      return Optional.of(texts.read(arm, stored));
    } catch (IOException | UserError e) {
      String what = "%s, seed %d: its result cannot be used".formatted(arm.title(), stored.seed());
      if (!leading || !doneAgain.add(stored.number())) {
        throw new UserError(what + ": " + e.getMessage(), e);
      }
      StudyJobs.tell(what + ", and it is trained again: " + e.getMessage(), progress::tell);
      jobs.store().again(stored);
      return Optional.empty();
    }
  }

  private void add(FinishedJob job) {
    result.add(job);
    StudyResult ofSeed = result.on(List.of(job.seed()));
    if (ofSeed.jobs().size() == result.arms().size()) {
      shared.forget(job.seed());
      if (leading && ofSeed.failures().isEmpty()) {
        checkpoints.forget(job.seed());
      }
    }
    String count = result.jobs().size() + "/" + jobs.grid().size();
    progress.ended("[%s] %s".formatted(count, job.line(headline)), count + " jobs");
  }
}
