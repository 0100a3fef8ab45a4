package dev.bottleneck.study;

import dev.bottleneck.data.Splits;
import dev.bottleneck.device.Hardware;
import dev.bottleneck.evaluation.Metric;
import dev.bottleneck.report.RunFolder;
import dev.bottleneck.runtime.Interrupted;
import dev.bottleneck.runtime.Printable;
import dev.bottleneck.study.configuration.Configuration;
import dev.bottleneck.study.experiment.Experiment;
import dev.bottleneck.study.experiment.WarmStart;
import dev.bottleneck.study.report.StudyFiles;
import dev.bottleneck.study.report.StudyReport;
import dev.bottleneck.study.result.MetricListener;
import dev.bottleneck.study.result.StudyResult;
import dev.bottleneck.study.resume.KeptStates;
import dev.bottleneck.study.resume.ResumedRun;
import dev.bottleneck.study.resume.RunIdentity;
import dev.bottleneck.study.resume.RunJobs;
import dev.bottleneck.study.resume.RunLock;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** One run of a study in its folder: led by this process, or helped by it. */
final class StudyRun<H extends Record> {
  /** What the jobs of a run are done with. */
  record Work<H extends Record>(
      Experiment<H> experiment,
      Configuration<H> configuration,
      Hardware hardware,
      Splits data,
      WarmStart start,
      RunIdentity identity) {}

  /**
   * How they are done.
   *
   * @param parallel how many at once
   * @param threads of one of them
   * @param listener hears of what they measure
   */
  record Manner(
      boolean retryFailed,
      int parallel,
      int threads,
      double checkpointSeconds,
      Duration deadAfter,
      KeptStates states,
      MetricListener listener) {
    /** The same with {@code other} hearing as well. */
    Manner heardBy(MetricListener other) {
      MetricListener all = listener.and(other);
      return new Manner(retryFailed, parallel, threads, checkpointSeconds, deadAfter, states, all);
    }

    /** Once they were tried again, those that have failed have failed. */
    Manner withoutRetry() {
      return new Manner(false, parallel, threads, checkpointSeconds, deadAfter, states, listener);
    }
  }

  private final Work<H> work;
  private final Manner manner;
  private final StudyFiles files;
  private final Optional<ResumedRun> resumed;
  private final PrintWriter out;
  private final RunFolder folder;
  private final StudyResult result;

  /** What the run is to be called: the part measured is part of the name, "test error". */
  private final Metric metric;

  StudyRun(
      Work<H> work,
      Manner manner,
      StudyFiles files,
      Optional<ResumedRun> resumed,
      PrintWriter out) {
    this.work = work;
    this.manner = manner;
    this.files = files;
    this.resumed = resumed;
    this.out = out;
    this.folder = files.folder();
    this.result = newResult();
    this.metric = work.experiment().headline(work.configuration());
  }

  /**
   * Brings the run to its end.
   *
   * @param dataSeconds how long it took to read the data
   * @param onBegun hears of the folder once it can be gone on with
   */
  StudyResult run(double dataSeconds, Consumer<Path> onBegun) throws IOException {
    Optional<RunLock> free =
        resumed.filter(ResumedRun::joining).isPresent()
            ? RunLock.ifFree(folder)
            : Optional.of(RunLock.of(folder));
    boolean helped = free.isEmpty();
    if (helped) {
      StudyResult seen = newResult();
      long last = help(seen);
      free = RunLock.ifFree(folder);
      if (free.isEmpty()) {
        say("Nothing is left to do; the process that leads the run writes its report");
        return seen;
      }
      if (resumed.get().anew().reportedUpTo() >= last) {
        free.get().close();
        say("Nothing is left to do; the run's report lies in " + folder.path());
        return seen;
      }
      say("The process that led the run has ended: its report is written here");
    }
    try (RunLock lock = free.get()) {
      begin();
      files.manifest().read(dataSeconds);
      return lead(helped ? manner.withoutRetry() : manner, onBegun);
    }
  }

  private void say(String line) {
    out.println(line);
    out.flush();
  }

  private StudyResult newResult() {
    return new StudyResult(work.experiment().arms(work.configuration().hyperparameters()));
  }

  /** Does jobs of a run that another process leads, until none is left. */
  private long help(StudyResult seen) {
    ResumedRun run = resumed.get();
    work.identity().require(folder.path(), run.manifest().get(RunIdentity.KEY));
    run.otherProgram().ifPresent(note -> say("bottleneck: " + Printable.message(note)));
    say("Taking jobs of the run in " + folder.path());
    return new StudyJobs<>(work, manner, files, metric).help(seen, out);
  }

  private void begin() {
    if (resumed.isEmpty()) {
      files.manifest().begin(work.configuration(), work.data(), work.start(), work.identity());
      files.manifest().keeps(manner.states());
      return;
    }
    ResumedRun run = resumed.get().anew();
    files.manifest().goOn(run, work.identity());
    run.otherProgram().ifPresent(note -> say("bottleneck: " + Printable.message(note)));
  }

  private StudyResult lead(Manner how, Consumer<Path> onBegun) throws IOException {
    StudyJobs<H> jobs = new StudyJobs<>(work, how, files, metric);
    // What goes wrong with the store leaves the run as it was.
    try (RunJobs store = jobs.openToLead(out)) {
      long begun = System.nanoTime();
      files
          .manifest()
          .carriedOut(
              how.threads(),
              how.parallel(),
              work.hardware().devices().spread(jobs.workers()),
              work.configuration().training().engine());
      files.begin(work.configuration());
      int networks = result.arms().size() * work.configuration().seeds();
      say(
          "%d %s to train; the run's folder: %s"
              .formatted(networks, networks == 1 ? "network" : "networks", folder.path()));
      onBegun.accept(folder.path());
      boolean interrupted = false;
      try {
        jobs.lead(store, result, out);
      } catch (Interrupted e) {
        interrupted = true;
      } catch (RuntimeException | Error e) {
        failed(e, begun);
        throw e;
      }
      files.update(result);
      files.manifest().ending(state(interrupted), seconds(begun));
      report(interrupted, store.store().lastEnded());
      if (interrupted) {
        throw new Interrupted();
      }
    }
    return result;
  }

  private String state(boolean interrupted) {
    return interrupted ? "interrupted" : result.failures().isEmpty() ? "complete" : "failed";
  }

  /** What cannot be written on a full disk does not hide that it is full. */
  private void failed(Throwable why, long begun) {
    try {
      if (!result.jobs().isEmpty()) { // else those of before are still true
        files.update(result);
      }
      files.manifest().ending("failed", seconds(begun));
      files.writeManifest();
    } catch (IOException e) {
      why.addSuppressed(e);
    }
  }

  /** The manifest is written last: what calls itself complete has its report. */
  private void report(boolean interrupted, long last) throws IOException {
    long begun = System.nanoTime();
    StudyReport<H> report =
        new StudyReport<>(
            work.experiment(), work.configuration(), metric, result, work.data(), interrupted);
    try {
      report.write(files);
    } catch (IOException | RuntimeException | Error e) {
      files.manifest().failed();
      files.writeManifest();
      throw e;
    }
    files.manifest().reported(last, seconds(begun));
    files.writeManifest();
    out.print(report.text());
    out.printf("%nReport: %s%n", folder.file("report.html"));
    out.flush();
  }

  private static double seconds(long begun) {
    return (System.nanoTime() - begun) / 1e9;
  }
}
