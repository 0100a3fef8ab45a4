package dev.bottleneck.study;

import dev.bottleneck.evaluation.Metric;
import dev.bottleneck.jobs.Heartbeat;
import dev.bottleneck.jobs.Progress;
import dev.bottleneck.runtime.Printable;
import dev.bottleneck.study.report.Looks;
import dev.bottleneck.study.report.StudyFiles;
import dev.bottleneck.study.result.Arm;
import dev.bottleneck.study.result.StudyResult;
import dev.bottleneck.study.resume.RunCheckpoints;
import dev.bottleneck.study.resume.RunJobs;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
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
  private final StudyFiles files;
  private final Metric headline;
  private final List<RunJobs.Key> grid = new ArrayList<>();

  /**
   * @param headline what a line about a job tells
   */
  StudyJobs(StudyRun.Work<H> work, StudyRun.Manner manner, StudyFiles files, Metric headline) {
    this.work = work;
    this.hyperparameters = work.configuration().hyperparameters();
    this.manner = manner;
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
      checkpoints(work, manner, files, out::println).forgetAll();
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
      StudyPass<H> pass =
          new StudyPass<>(work, manner, files, jobs, result, leading, headline, progress);
      progress.begin(pass.steps());
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

  /**
   * @param to takes what a person should know of them
   */
  static RunCheckpoints checkpoints(
      StudyRun.Work<?> work, StudyRun.Manner manner, StudyFiles files, Consumer<String> to) {
    return new RunCheckpoints(
        files.folder(),
        work.identity().ofStates(work.configuration()),
        manner.checkpointSeconds(),
        note -> tell(note, to),
        manner.states());
  }

  static void tell(String note, Consumer<String> to) {
    log.info(note); // a warning would stand on the terminal a second time
    to.accept("bottleneck: " + Printable.message(note));
  }
}
