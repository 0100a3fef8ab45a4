package dev.bottleneck.study;

import dev.bottleneck.data.Splits;
import dev.bottleneck.device.Hardware;
import dev.bottleneck.device.PerDevice;
import dev.bottleneck.evaluation.Metric;
import dev.bottleneck.runtime.Printable;
import dev.bottleneck.study.configuration.Configuration;
import dev.bottleneck.study.experiment.Experiment;
import dev.bottleneck.study.experiment.Job;
import dev.bottleneck.study.experiment.SharedWork;
import dev.bottleneck.study.experiment.TrainedNetworks;
import dev.bottleneck.study.experiment.WarmStart;
import dev.bottleneck.study.report.Looks;
import dev.bottleneck.study.report.StudyFiles;
import dev.bottleneck.study.result.Arm;
import dev.bottleneck.study.result.FinishedJob;
import dev.bottleneck.study.result.JobResult;
import dev.bottleneck.study.result.StudyResult;
import dev.bottleneck.study.resume.JobFiles;
import dev.bottleneck.study.resume.RunCheckpoints;
import dev.bottleneck.study.resume.RunIdentity;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The jobs of a study, every arm on every seed: those that its folder holds are taken from there,
 * those that were under way go on, and the rest begin.
 */
final class StudyJobs<H extends Record> {
  private static final Logger log = LoggerFactory.getLogger(StudyJobs.class);

  private final Experiment<H> experiment;
  private final Configuration<H> configuration;
  private final Hardware hardware;
  private final PerDevice<Splits> data;
  private final String identity;
  private final WarmStart start;
  private final StudyFiles files;
  private final double checkpointSeconds;
  private final SharedWork shared = new SharedWork();

  StudyJobs(
      Experiment<H> experiment,
      Configuration<H> configuration,
      Hardware hardware,
      Splits data,
      WarmStart start,
      StudyFiles files,
      double checkpointSeconds) {
    this.experiment = experiment;
    this.configuration = configuration;
    this.hardware = hardware;
    this.data = new PerDevice<>(hardware.devices(), data, d -> d.here(hardware.devices()));
    this.start = start;
    identity = RunIdentity.of(configuration, data, start).toString();
    this.files = files;
    this.checkpointSeconds = checkpointSeconds;
  }

  /**
   * Runs them; each is added to {@code result} and written down as it ends.
   *
   * @param headline what a line about a job tells
   */
  void run(JobRunner runner, StudyResult result, Metric headline, PrintWriter out) {
    H h = configuration.hyperparameters();
    try (Progress progress = Progress.choose(out, headline)) {
      Grid grid = new Grid(result, progress, out);
      List<Job> jobs = grid.jobs();
      progress.begin(jobs.stream().mapToLong(job -> experiment.steps(job, h)).sum());
      int atOnce = configuration.untilDecided() ? Looks.SEEDS * result.arms().size() : jobs.size();
      Looks looks = new Looks(experiment.pairs(h), headline);
      for (int from = 0; from < jobs.size() && !looks.settled(result); from += atOnce) {
        grid.run(runner, jobs.subList(from, Math.min(jobs.size(), from + atOnce)), jobs.size());
      }
      grid.ended();
    }
  }

  /** One run of them. */
  private final class Grid {
    private final StudyResult result;
    private final Progress progress;
    private final JobFiles finished;
    private final RunCheckpoints checkpoints;

    Grid(StudyResult result, Progress progress, PrintWriter out) {
      this.result = result;
      this.progress = progress;
      finished =
          new JobFiles(
              files.folder(),
              identity,
              Set.of(experiment.getClass().getPackageName()),
              note -> tell(note, out));
      checkpoints =
          new RunCheckpoints(files.folder(), identity, checkpointSeconds, note -> tell(note, out));
    }

    private static void tell(String note, PrintWriter out) {
      log.warn(note);
      out.println("bottleneck: " + Printable.line(note));
      out.flush();
    }

    List<Job> jobs() {
      List<Job> jobs = new ArrayList<>();
      for (long seed : configuration.seedList()) {
        for (Arm arm : result.arms()) {
          Job job =
              new Job(arm, seed, data, configuration, start, hardware.habits(), progress::step)
                  .sharing(shared)
                  .keeping(checkpoints.of(arm, seed));
          // The networks of the first seed are saved and drawn; the others' would only fill memory.
          jobs.add(
              seed == configuration.firstSeed()
                  ? job.onTrained((by, networks) -> save(by, networks))
                  : job);
        }
      }
      return jobs;
    }

    /** Takes what has a result already, and runs the rest. */
    void run(JobRunner runner, List<Job> jobs, int all) {
      List<Job> left = new ArrayList<>();
      for (Job job : jobs) {
        Optional<FinishedJob> before = finished.read(job.arm(), job.seed());
        if (before.isPresent()) {
          progress.skip(experiment.steps(job, configuration.hyperparameters()));
          add(before.get(), all);
        } else {
          left.add(job);
        }
      }
      if (!left.isEmpty()) {
        runner.run(left, this::runOne, job -> ended(job, all));
      }
    }

    private JobResult runOne(Job job) {
      H h = configuration.hyperparameters();
      try {
        return experiment.run(job, h);
      } finally {
        progress.skip(experiment.steps(job, h) - job.record().steps());
      }
    }

    /** Before anything is measured: what goes wrong then costs no training. */
    private void save(Job job, TrainedNetworks networks) {
      try {
        files.saveNetworks(job.arm(), networks);
      } catch (IOException e) {
        throw unwritable(e);
      }
    }

    private void ended(FinishedJob job, int all) {
      log.info(
          "{}, seed {}: {} in {} s",
          job.arm().title(),
          job.seed(),
          job.result()
              .map(r -> r.measures().toString())
              .orElseGet(() -> job.failure().orElseThrow()),
          job.time().seconds());
      boolean first = job.seed() == configuration.firstSeed();
      FinishedJob kept = first ? job.here(hardware.devices()) : job.withoutNetworks();
      try {
        finished.write(kept);
      } catch (IOException e) {
        throw unwritable(e);
      }
      if (kept.result().isPresent()) { // what failed may go on once the cause is mended
        checkpoints.forget(job.arm(), job.seed());
      }
      add(kept, all);
    }

    private void add(FinishedJob job, int all) {
      result.add(job);
      try {
        files.keepUp(result);
      } catch (IOException e) {
        throw unwritable(e);
      }
      StudyResult ofSeed = result.on(List.of(job.seed()));
      if (ofSeed.jobs().size() == result.arms().size()) {
        shared.forget(job.seed());
        if (ofSeed.failures().isEmpty()) {
          checkpoints.forget(job.seed());
        }
      }
      progress.finished(job, result.jobs().size(), all);
    }

    void ended() {
      if (result.failures().isEmpty()) {
        checkpoints.forgetAll();
      }
    }

    private UncheckedIOException unwritable(IOException e) {
      return new UncheckedIOException("cannot write to " + files.folder().path(), e);
    }
  }
}
