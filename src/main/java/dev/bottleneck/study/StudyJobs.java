package dev.bottleneck.study;

import dev.bottleneck.data.Splits;
import dev.bottleneck.device.PerDevice;
import dev.bottleneck.evaluation.Metric;
import dev.bottleneck.jobs.Heartbeat;
import dev.bottleneck.jobs.JobWorkers;
import dev.bottleneck.jobs.Progress;
import dev.bottleneck.jobs.StoredJob;
import dev.bottleneck.jobs.Time;
import dev.bottleneck.jobs.Unwritable;
import dev.bottleneck.runtime.Printable;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.study.experiment.Job;
import dev.bottleneck.study.experiment.SharedWork;
import dev.bottleneck.study.report.Looks;
import dev.bottleneck.study.report.StudyFiles;
import dev.bottleneck.study.result.Arm;
import dev.bottleneck.study.result.FinishedJob;
import dev.bottleneck.study.result.StudyResult;
import dev.bottleneck.study.resume.JobText;
import dev.bottleneck.study.resume.RunCheckpoints;
import dev.bottleneck.study.resume.RunJobs;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The jobs of a study, every arm on every seed, as far as its store does not have them yet: carried
 * out by this process, and by those that join it.
 */
final class StudyJobs<H extends Record> {
  private static final Logger log = LoggerFactory.getLogger(StudyJobs.class);

  private final StudyRun.Work<H> work;
  private final H hyperparameters;
  private final StudyRun.Manner manner;
  private final PerDevice<Splits> data;
  private final StudyFiles files;
  private final Metric headline;
  private final SharedWork shared = new SharedWork();
  private final List<RunJobs.Key> grid = new ArrayList<>();

  /**
   * @param headline what a line about a job tells
   */
  StudyJobs(StudyRun.Work<H> work, StudyRun.Manner manner, StudyFiles files, Metric headline) {
    this.work = work;
    this.hyperparameters = work.configuration().hyperparameters();
    this.manner = manner;
    this.data =
        new PerDevice<>(
            work.hardware().devices(), work.data(), d -> d.here(work.hardware().devices()));
    this.files = files;
    this.headline = headline;
    for (long seed : work.configuration().seedList()) {
      for (Arm arm : work.experiment().arms(hyperparameters)) {
        grid.add(new RunJobs.Key(arm, seed));
      }
    }
  }

  /** How many workers the jobs have. */
  int workers() {
    return Math.min(manner.parallel(), grid.size());
  }

  /** Opens the store for the process that leads the run. */
  RunJobs openToLead(PrintWriter out) {
    return RunJobs.lead(
        files.folder(),
        work.identity().toString(),
        grid,
        manner.deadAfter(),
        note -> tell(note, out::println));
  }

  /**
   * Runs them and keeps the run's tables up; each is added to {@code result} as it ends, here or in
   * another process.
   */
  void lead(RunJobs jobs, StudyResult result, PrintWriter out) {
    if (jobs.store().owners().running().isEmpty()) {
      files.folder().removeHalfWritten(); // nobody is about to write it
    }
    run(jobs, result, true, out);
    if (result.failures().isEmpty()) {
      checkpoints(out::println).forgetAll();
    }
  }

  /**
   * The same of a run that another process leads.
   *
   * @return a mark of the job that ended last
   */
  long help(StudyResult result, PrintWriter out) {
    try (RunJobs jobs =
        RunJobs.join(files.folder(), work.identity().toString(), grid, manner.deadAfter())) {
      run(jobs, result, false, out);
      return jobs.store().lastEnded();
    }
  }

  private void run(RunJobs jobs, StudyResult result, boolean leading, PrintWriter out) {
    if (manner.retryFailed()) {
      jobs.retryFailed();
    }
    try (Heartbeat heartbeat = Heartbeat.of(jobs.store(), manner.deadAfter());
        Progress progress = Progress.choose(out, "training", " batches")) {
      Pass pass = new Pass(jobs, result, leading, progress);
      progress.begin(
          grid.stream()
              .mapToLong(key -> work.experiment().steps(pass.job(key), hyperparameters))
              .sum());
      Looks looks = new Looks(work.experiment().pairs(hyperparameters), headline);
      int atOnce =
          work.configuration().untilDecided() ? Looks.SEEDS * result.arms().size() : grid.size();
      int planned = 0;
      do {
        planned = Math.min(planned + atOnce, grid.size());
        pass.run(planned);
      } while (planned < grid.size() && !looks.settled(result));
    }
  }

  private RunCheckpoints checkpoints(Consumer<String> to) {
    return new RunCheckpoints(
        files.folder(),
        work.identity().toString(),
        manner.checkpointSeconds(),
        note -> tell(note, to));
  }

  private static void tell(String note, Consumer<String> to) {
    log.warn(note);
    to.accept("bottleneck: " + Printable.line(note));
  }

  /** What this process does of them. */
  private final class Pass {
    private final RunJobs jobs;
    private final StudyResult result;
    private final boolean leading;
    private final Progress progress;
    private final RunCheckpoints checkpoints;
    private final JobAttempts<H> attempts;
    private final JobText texts;
    private final Set<Integer> doneAgain = new HashSet<>();

    Pass(RunJobs jobs, StudyResult result, boolean leading, Progress progress) {
      this.jobs = jobs;
      this.result = result;
      this.leading = leading;
      this.progress = progress;
      checkpoints = checkpoints(progress::tell);
      attempts = new JobAttempts<>(work, files, jobs, checkpoints, progress);
      texts =
          new JobText(
              files.folder(), Set.of(work.experiment().getClass().getPackageName()), leading);
    }

    Job job(RunJobs.Key key) {
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
          workers.run(
              this::doOne, done -> takeEnded(), this::takeEnded, jobs.store()::hasUnfinished);
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
      for (StoredJob stored : jobs.ended()) {
        RunJobs.Key key = jobs.key(stored.number());
        Optional<FinishedJob> here = attempts.take(stored);
        Optional<FinishedJob> job = here.isPresent() ? here : read(key.arm(), stored);
        if (here.isEmpty() && job.isPresent()) {
          progress.skip(work.experiment().steps(job(key), hyperparameters));
        }
        job.ifPresent(this::add);
      }
    }

    /** Empty of one that cannot be used, and is done again: once, as it may never be. */
    private Optional<FinishedJob> read(Arm arm, StoredJob stored) {
      try {
        return Optional.of(texts.read(arm, stored));
      } catch (IOException | UserError e) {
        String what =
            "%s, seed %d: its result cannot be used".formatted(arm.title(), stored.seed());
        if (!leading || !doneAgain.add(stored.number())) {
          throw new UserError(what + ": " + e.getMessage(), e);
        }
        tell(what + ", and it is trained again: " + e.getMessage(), progress::tell);
        jobs.store().again(stored);
        return Optional.empty();
      }
    }

    private void add(FinishedJob job) {
      result.add(job);
      if (leading) {
        try {
          files.keepUp(result);
        } catch (IOException e) {
          throw new Unwritable(files.folder().path(), e);
        }
      }
      StudyResult ofSeed = result.on(List.of(job.seed()));
      if (ofSeed.jobs().size() == result.arms().size()) {
        shared.forget(job.seed());
        if (leading && ofSeed.failures().isEmpty()) {
          checkpoints.forget(job.seed());
        }
      }
      String count = result.jobs().size() + "/" + grid.size();
      progress.ended("[%s] %s".formatted(count, job.line(headline)), count + " jobs");
    }
  }
}
