package dev.bottleneck.study;

import dev.bottleneck.data.Splits;
import dev.bottleneck.device.ComputeThreads;
import dev.bottleneck.device.GpuMonitor;
import dev.bottleneck.device.Hardware;
import dev.bottleneck.device.PerDevice;
import dev.bottleneck.evaluation.Metric;
import dev.bottleneck.report.Figure;
import dev.bottleneck.report.RunFolder;
import dev.bottleneck.runtime.Interrupted;
import dev.bottleneck.runtime.LogFile;
import dev.bottleneck.runtime.Printable;
import dev.bottleneck.runtime.StopRequest;
import dev.bottleneck.study.configuration.Configuration;
import dev.bottleneck.study.experiment.Experiment;
import dev.bottleneck.study.experiment.Job;
import dev.bottleneck.study.experiment.SharedWork;
import dev.bottleneck.study.experiment.TrainedNetworks;
import dev.bottleneck.study.experiment.WarmStart;
import dev.bottleneck.study.report.Looks;
import dev.bottleneck.study.report.RunSpeed;
import dev.bottleneck.study.report.StudyFiles;
import dev.bottleneck.study.report.StudyReport;
import dev.bottleneck.study.result.Arm;
import dev.bottleneck.study.result.FinishedJob;
import dev.bottleneck.study.result.JobResult;
import dev.bottleneck.study.result.StudyResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One experiment carried out: every arm on every seed, then the statistics, the pictures and the
 * report.
 */
public final class Study<H extends Record> {
  private static final Logger log = LoggerFactory.getLogger(Study.class);

  private final Experiment<H> experiment;
  private final Configuration<H> configuration;
  private final RunOptions options;
  private final Hardware hardware;

  public Study(Experiment<H> experiment, Configuration<H> configuration, RunOptions options) {
    this(experiment, configuration, options, Hardware.present());
  }

  /** The same on {@code hardware}. */
  Study(
      Experiment<H> experiment,
      Configuration<H> configuration,
      RunOptions options,
      Hardware hardware) {
    this.experiment = experiment;
    this.configuration = configuration;
    this.options = options;
    this.hardware = hardware;
  }

  /** What the run is to be called: the part measured is part of the name, "test error". */
  private Metric metric() {
    return experiment.headline(configuration);
  }

  /**
   * Runs the study and writes its folder; what a person should read goes to {@code out}.
   *
   * @throws dev.bottleneck.runtime.UserError if data or output folder cannot be used; nothing has
   *     been written then
   * @throws Interrupted if the user stopped it; what had finished has been written
   */
  public StudyResult run(PrintWriter out) {
    long begun = System.nanoTime();
    // This thread reads the data, and draws and saves what the workers trained.
    hardware.devices().use(0);
    ComputeThreads.set(options.threads());
    int parallel = options.parallel();
    Splits data = configuration.open(options.data()).here(hardware.devices());
    H h = configuration.hyperparameters();
    for (String note : data.notes()) {
      out.println("Data: " + Printable.line(note));
      log.info("data: {}", note);
    }
    out.flush();
    DataFit.check(experiment, configuration, data);
    experiment.leftOut(data).forEach(reason -> out.println("Will be left out: " + reason));
    WarmStart start =
        WarmStart.open(configuration.training(), experiment.arms(h), hardware.devices());
    experiment.checkTraining(h, configuration.training(), start);
    Figure.prepare();
    double dataSeconds = seconds(begun);
    RunFolder folder = RunFolder.create(options.out(), configuration.name());
    try (LogFile logFile = LogFile.open(folder.file("run.log"));
        StopRequest stop = StopRequest.onShutdown();
        GpuMonitor monitor = hardware.gpus().map(GpuMonitor::start).orElse(null)) {
      StudyFiles files = new StudyFiles(folder, () -> speed(data, parallel, monitor));
      files.read(dataSeconds);
      return run(files, data, start, parallel, out);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to " + folder.path(), e);
    }
  }

  private RunSpeed speed(Splits data, int parallel, GpuMonitor monitor) {
    return new RunSpeed(
        data.transferSeconds(),
        parallel,
        hardware.devices().areGpus() ? hardware.devices().count() : 0,
        monitor == null ? List.of() : monitor.means());
  }

  private StudyResult run(
      StudyFiles files, Splits data, WarmStart start, int parallel, PrintWriter out)
      throws IOException {
    long begun = System.nanoTime();
    StudyResult result = new StudyResult(experiment.arms(configuration.hyperparameters()));
    JobRunner runner = new JobRunner(hardware.devices(), parallel, options.threads());
    String workers =
        hardware
            .devices()
            .spread(runner.workers(result.arms().size() * configuration.seedList().size()));
    files.begin(configuration, data, start, options.threads(), parallel, workers);
    boolean interrupted = false;
    try {
      train(files, data, start, runner, result, out);
    } catch (Interrupted e) {
      interrupted = true;
    } catch (RuntimeException | Error e) {
      files.update(result);
      files.ending("failed", seconds(begun));
      files.writeManifest();
      throw e;
    }
    String state =
        interrupted ? "interrupted" : result.failures().isEmpty() ? "complete" : "failed";
    files.update(result);
    files.ending(state, seconds(begun));
    report(files, data, result, interrupted, out);
    if (interrupted) {
      throw new Interrupted();
    }
    if (result.jobs().stream().allMatch(job -> job.result().isEmpty())) {
      throw new RunFailed(result.jobs().get(0).failure().orElseThrow());
    }
    return result;
  }

  /** The manifest is written last: what calls itself complete has its report. */
  private void report(
      StudyFiles files, Splits data, StudyResult result, boolean interrupted, PrintWriter out)
      throws IOException {
    long begun = System.nanoTime();
    StudyReport<H> report =
        new StudyReport<>(experiment, configuration, metric(), result, data, interrupted);
    try {
      report.write(files);
    } catch (IOException | RuntimeException | Error e) {
      files.ending("failed", (double) files.manifest().get("wallSeconds"));
      files.writeManifest();
      throw e;
    }
    files.reported(seconds(begun));
    files.writeManifest();
    out.print(report.text());
    out.printf("%nReport: %s%n", files.folder().file("report.html"));
    out.flush();
  }

  private static double seconds(long begun) {
    return (System.nanoTime() - begun) / 1e9;
  }

  private void train(
      StudyFiles files,
      Splits data,
      WarmStart start,
      JobRunner runner,
      StudyResult result,
      PrintWriter out) {
    H h = configuration.hyperparameters();
    PerDevice<Splits> shared =
        new PerDevice<>(hardware.devices(), data, d -> d.here(hardware.devices()));
    List<Job> jobs = new ArrayList<>();
    SharedWork work = new SharedWork();
    try (Progress progress = Progress.choose(out, metric())) {
      for (long seed : configuration.seedList()) {
        for (Arm arm : result.arms()) {
          Job job =
              new Job(arm, seed, shared, configuration, start, hardware.habits(), progress::step)
                  .sharing(work);
          // The networks of the first seed are saved and drawn; the others' would only fill memory.
          jobs.add(
              seed == configuration.firstSeed()
                  ? job.onTrained((by, networks) -> save(files, by, networks))
                  : job);
        }
      }
      progress.begin(jobs.stream().mapToLong(job -> experiment.steps(job, h)).sum());
      int atOnce = configuration.untilDecided() ? Looks.SEEDS * result.arms().size() : jobs.size();
      Looks looks = new Looks(experiment.pairs(h), metric());
      for (int from = 0; from < jobs.size() && !looks.settled(result); from += atOnce) {
        runner.run(
            jobs.subList(from, Math.min(jobs.size(), from + atOnce)),
            job -> runOne(job, h, progress),
            job -> {
              record(files, result, job);
              if (result.on(List.of(job.seed())).jobs().size() == result.arms().size()) {
                work.forget(job.seed());
              }
              progress.finished(job, result.jobs().size(), jobs.size());
            });
      }
    }
  }

  private JobResult runOne(Job job, H h, Progress progress) {
    try {
      return experiment.run(job, h);
    } finally {
      progress.skip(experiment.steps(job, h) - job.record().steps());
    }
  }

  /** Before anything is measured: what goes wrong then costs no training. */
  private static void save(StudyFiles files, Job job, TrainedNetworks networks) {
    try {
      files.saveNetworks(job.arm(), networks);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to " + files.folder().path(), e);
    }
  }

  private void record(StudyFiles files, StudyResult result, FinishedJob job) {
    log.info(
        "{}, seed {}: {} in {} s",
        job.arm().title(),
        job.seed(),
        job.result().map(r -> r.measures().toString()).orElseGet(() -> job.failure().orElseThrow()),
        job.time().seconds());
    boolean first = job.seed() == configuration.firstSeed();
    FinishedJob kept = first ? job.here(hardware.devices()) : job.withoutNetworks();
    result.add(kept);
    try {
      files.keepUp(result);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to " + files.folder().path(), e);
    }
  }
}
