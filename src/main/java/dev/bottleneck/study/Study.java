package dev.bottleneck.study;

import dev.bottleneck.data.Splits;
import dev.bottleneck.device.ComputeThreads;
import dev.bottleneck.device.GpuMonitor;
import dev.bottleneck.device.Hardware;
import dev.bottleneck.evaluation.Metric;
import dev.bottleneck.report.Figure;
import dev.bottleneck.report.RunFolder;
import dev.bottleneck.runtime.Interrupted;
import dev.bottleneck.runtime.LogFile;
import dev.bottleneck.runtime.Printable;
import dev.bottleneck.runtime.StopRequest;
import dev.bottleneck.study.configuration.Configuration;
import dev.bottleneck.study.experiment.Experiment;
import dev.bottleneck.study.experiment.WarmStart;
import dev.bottleneck.study.report.RunSpeed;
import dev.bottleneck.study.report.StudyFiles;
import dev.bottleneck.study.report.StudyReport;
import dev.bottleneck.study.result.StudyResult;
import dev.bottleneck.study.resume.ResumedRun;
import dev.bottleneck.study.resume.RunIdentity;
import dev.bottleneck.study.resume.RunLock;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
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
  private Optional<ResumedRun> resumed = Optional.empty();

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

  /** Has the study go on with {@code run}, which was begun with the same configuration. */
  public Study<H> resuming(Optional<ResumedRun> run) {
    resumed = run;
    return this;
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
    int threads = options.threads(resumed);
    options.checkpointSeconds(); // a mistake in it shows before anything is written
    ComputeThreads.set(threads);
    int parallel = options.parallel(threads);
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
    RunFolder folder =
        resumed
            .map(ResumedRun::folder)
            .orElseGet(() -> RunFolder.create(options.out(), configuration.name()));
    try (RunLock lock = RunLock.of(folder);
        LogFile logFile = LogFile.open(folder.file("run.log"));
        StopRequest stop = StopRequest.onShutdown();
        GpuMonitor monitor = hardware.gpus().map(GpuMonitor::start).orElse(null)) {
      StudyFiles files = new StudyFiles(folder, () -> speed(data, parallel, monitor));
      if (resumed.isPresent()) {
        ResumedRun run = resumed.get().locked();
        files.manifest().goOn(run, RunIdentity.of(configuration, data, start));
        run.otherProgram().ifPresent(note -> out.println("bottleneck: " + note));
      } else {
        files.manifest().begin(configuration, data, start);
      }
      files.manifest().read(dataSeconds);
      return run(files, data, start, threads, parallel, out);
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
      StudyFiles files, Splits data, WarmStart start, int threads, int parallel, PrintWriter out)
      throws IOException {
    long begun = System.nanoTime();
    StudyResult result = new StudyResult(experiment.arms(configuration.hyperparameters()));
    JobRunner runner = new JobRunner(hardware.devices(), parallel, threads);
    String workers =
        hardware
            .devices()
            .spread(runner.workers(result.arms().size() * configuration.seedList().size()));
    files.manifest().carriedOut(threads, parallel, workers);
    files.begin(configuration);
    StudyJobs<H> jobs =
        new StudyJobs<>(
            experiment, configuration, hardware, data, start, files, options.checkpointSeconds());
    boolean interrupted = false;
    try {
      jobs.run(runner, result, metric(), out);
    } catch (Interrupted e) {
      interrupted = true;
    } catch (RuntimeException | Error e) {
      files.update(result);
      files.manifest().ending("failed", seconds(begun));
      files.writeManifest();
      throw e;
    }
    String state =
        interrupted ? "interrupted" : result.failures().isEmpty() ? "complete" : "failed";
    files.update(result);
    files.manifest().ending(state, seconds(begun));
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
      files.manifest().failed();
      files.writeManifest();
      throw e;
    }
    files.manifest().reported(seconds(begun));
    files.writeManifest();
    out.print(report.text());
    out.printf("%nReport: %s%n", files.folder().file("report.html"));
    out.flush();
  }

  private static double seconds(long begun) {
    return (System.nanoTime() - begun) / 1e9;
  }
}
