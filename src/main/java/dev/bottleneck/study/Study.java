package dev.bottleneck.study;

import dev.bottleneck.data.Datasets;
import dev.bottleneck.data.Splits;
import dev.bottleneck.device.ComputeThreads;
import dev.bottleneck.device.DeviceHabits;
import dev.bottleneck.device.GpuMonitor;
import dev.bottleneck.device.Machine;
import dev.bottleneck.evaluation.Metric;
import dev.bottleneck.report.Figure;
import dev.bottleneck.report.RunFolder;
import dev.bottleneck.runtime.LogFile;
import dev.bottleneck.training.Interrupted;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
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
  private final DeviceHabits habits;
  private final Optional<GpuMonitor.Reading> gpus;

  public Study(Experiment<H> experiment, Configuration<H> configuration, RunOptions options) {
    this(experiment, configuration, options, DeviceHabits.ofBackend(), Optional.empty());
  }

  /**
   * @param habits of the device that computes
   * @param gpus tells how busy the GPUs are, if that is to be sampled
   */
  Study(
      Experiment<H> experiment,
      Configuration<H> configuration,
      RunOptions options,
      DeviceHabits habits,
      Optional<GpuMonitor.Reading> gpus) {
    this.experiment = experiment;
    this.configuration = configuration;
    this.options = options;
    this.habits = habits;
    this.gpus = gpus;
  }

  /** What the run is to be called: the part measured is part of the name, "test error". */
  private Metric metric() {
    return experiment.headline().of(configuration.evaluateOn().toString());
  }

  /**
   * Runs the study and writes its folder; what a person should read goes to {@code out}.
   *
   * @throws dev.bottleneck.runtime.UserError if data or output folder cannot be used; nothing has
   *     been written then
   * @throws Interrupted if the user stopped it; what had finished has been written
   */
  public StudyResult run(PrintWriter out) {
    ComputeThreads.set(options.threads());
    int parallel = options.parallel();
    Splits data =
        Datasets.open(configuration.data(), options.data()).split(configuration.validation());
    H h = configuration.hyperparameters();
    experiment.check(h, data);
    WarmStart start = WarmStart.open(configuration.training(), experiment.arms(h));
    experiment.checkTraining(h, configuration.training(), start);
    Figure.prepare();
    RunFolder folder = RunFolder.create(options.out(), configuration.name());
    try (LogFile logFile = LogFile.open(folder.file("run.log"));
        StopRequest stop = StopRequest.onShutdown();
        GpuMonitor monitor = gpus.map(GpuMonitor::start).orElse(null)) {
      StudyFiles files = new StudyFiles(folder, () -> speed(data, parallel, monitor));
      return run(files, data, start, parallel, out);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to " + folder.path(), e);
    }
  }

  private static RunSpeed speed(Splits data, int parallel, GpuMonitor monitor) {
    return new RunSpeed(
        data.transferSeconds(),
        parallel,
        Machine.gpus(),
        monitor == null ? List.of() : monitor.means());
  }

  private StudyResult run(
      StudyFiles files, Splits data, WarmStart start, int parallel, PrintWriter out)
      throws IOException {
    long begun = System.nanoTime();
    files.begin(configuration, data, start, options.threads(), parallel);
    StudyResult result = new StudyResult(experiment.arms(configuration.hyperparameters()));
    boolean interrupted = false;
    try {
      train(files, data, start, parallel, result, out);
    } catch (Interrupted e) {
      interrupted = true;
    } catch (RuntimeException e) {
      files.end("failed", (System.nanoTime() - begun) / 1e9);
      throw e;
    }
    String state =
        interrupted ? "interrupted" : result.failures().isEmpty() ? "complete" : "failed";
    files.end(state, (System.nanoTime() - begun) / 1e9);
    StudyReport<H> report = new StudyReport<>(experiment, configuration, metric(), result, data);
    report.write(files);
    out.print(report.text());
    out.printf("%nReport: %s%n", files.folder().file("report.html"));
    out.flush();
    if (interrupted) {
      throw new Interrupted();
    }
    return result;
  }

  private void train(
      StudyFiles files,
      Splits data,
      WarmStart start,
      int parallel,
      StudyResult result,
      PrintWriter out) {
    H h = configuration.hyperparameters();
    try (Progress progress = Progress.choose(out, metric())) {
      List<Job> jobs = new ArrayList<>();
      for (long seed : configuration.seedList()) {
        for (Arm arm : result.arms()) {
          jobs.add(new Job(arm, seed, data, configuration, start, habits, progress::step));
        }
      }
      progress.begin(jobs.stream().mapToLong(job -> experiment.steps(job, h)).sum());
      new JobRunner(parallel, options.threads())
          .run(
              jobs,
              job -> runOne(job, h, progress),
              job -> {
                record(files, result, job);
                progress.finished(job, result.jobs().size(), jobs.size());
              });
    }
  }

  private JobResult runOne(Job job, H h, Progress progress) {
    try {
      return experiment.run(job, h);
    } finally {
      progress.skip(experiment.steps(job, h) - job.stepsDone());
    }
  }

  private void record(StudyFiles files, StudyResult result, FinishedJob job) {
    log.info(
        "{}, seed {}: {} in {} s",
        job.arm().title(),
        job.seed(),
        job.result().map(r -> r.measures().toString()).orElseGet(() -> job.failure().orElseThrow()),
        job.seconds());
    boolean first = job.seed() == configuration.firstSeed();
    // The networks of the first seed are saved and drawn; those of the others would only fill
    // memory.
    result.add(first ? job : job.withoutNetworks());
    try {
      files.update(result);
      if (first && job.result().isPresent()) {
        files.saveNetworks(job.arm(), job.result().get());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to " + files.folder().path(), e);
    }
  }
}
