package dev.bottleneck.study;

import dev.bottleneck.data.Splits;
import dev.bottleneck.device.ComputeThreads;
import dev.bottleneck.device.GpuMonitor;
import dev.bottleneck.device.Hardware;
import dev.bottleneck.jobs.JobStore;
import dev.bottleneck.report.Figure;
import dev.bottleneck.report.RunFolder;
import dev.bottleneck.runtime.Ahead;
import dev.bottleneck.runtime.Interrupted;
import dev.bottleneck.runtime.LogFile;
import dev.bottleneck.runtime.Printable;
import dev.bottleneck.runtime.StopRequest;
import dev.bottleneck.study.configuration.Configuration;
import dev.bottleneck.study.experiment.Experiment;
import dev.bottleneck.study.experiment.WarmStart;
import dev.bottleneck.study.report.RunSpeed;
import dev.bottleneck.study.report.StudyFiles;
import dev.bottleneck.study.report.StudyNotes;
import dev.bottleneck.study.report.TensorBoard;
import dev.bottleneck.study.result.MetricListener;
import dev.bottleneck.study.result.StudyResult;
import dev.bottleneck.study.resume.Continuation;
import dev.bottleneck.study.resume.KeptStates;
import dev.bottleneck.study.resume.ResumedRun;
import dev.bottleneck.study.resume.RunIdentity;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
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
  private final Ahead<Hardware> hardware;
  private Optional<ResumedRun> resumed = Optional.empty();
  private Optional<Continuation> continued = Optional.empty();
  private KeptStates states = KeptStates.NONE;
  private Consumer<Path> onBegun = folder -> {};
  private MetricListener listener = MetricListener.NONE;
  private Optional<RunFolder> folder = Optional.empty();

  public Study(Experiment<H> experiment, Configuration<H> configuration, RunOptions options) {
    this(experiment, configuration, options, Ahead.of(Hardware::present));
  }

  /** The same on {@code hardware}. */
  Study(
      Experiment<H> experiment,
      Configuration<H> configuration,
      RunOptions options,
      Hardware hardware) {
    this(experiment, configuration, options, Ahead.of(() -> hardware));
  }

  private Study(
      Experiment<H> experiment,
      Configuration<H> configuration,
      RunOptions options,
      Ahead<Hardware> hardware) {
    this.experiment = experiment;
    this.configuration = configuration;
    this.options = options;
    this.hardware = hardware;
  }

  /** Has the study go on with {@code run}, which was begun with the same configuration. */
  public Study<H> resuming(Optional<ResumedRun> run) {
    resumed = run;
    states = run.map(ResumedRun::keptStates).orElse(states);
    return this;
  }

  /** Has the study, in a run of its own, go on where a finished run of fewer epochs ended. */
  public Study<H> continuing(Continuation run) {
    continued = Optional.of(run);
    states = run.keptStates();
    return this;
  }

  /** Has a run that begins keep the last state of each training, so that it can be continued. */
  public Study<H> keepingStates(boolean keep) {
    states = new KeptStates(keep, Optional.empty());
    return this;
  }

  /** Has {@code metrics} hear of what is measured, as it is measured. */
  public Study<H> hearing(MetricListener metrics) {
    listener = metrics;
    return this;
  }

  /** Has {@code listener} hear of the run's folder once it can be gone on with. */
  public Study<H> onBegun(Consumer<Path> listener) {
    onBegun = listener;
    return this;
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
    Ahead<Void> further = Ahead.of(Study::prepareFurther);
    Splits data = readBeside(further);
    // This thread hands out the data, and draws and saves what the workers trained.
    hardware.get().devices().use(0);
    further.get(); // before any check can end the process
    StudyRun.Manner manner = manner(); // a mistake in it shows before anything is written
    options.tensorBoard().ifPresent(TensorBoard::make);
    ComputeThreads.set(manner.threads());
    StudyRun.Work<H> work = prepare(data.here(hardware.get().devices()), out);
    double dataSeconds = (System.nanoTime() - begun) / 1e9;
    // Ctrl-C is heard until all who hear of the run have been told of its end.
    try (StopRequest stop = StopRequest.onShutdown();
        Audience<H> audience = Audience.open(options, configuration, notes(out))) {
      RunFolder its = begin();
      StudyRun.Manner heard = audience.hear(experiment, work.data(), its, called(its), manner);
      try {
        StudyResult result = carryOut(work, heard, its, dataSeconds, out);
        audience.ends(result);
        return result;
      } catch (Interrupted e) {
        audience.stopped();
        throw e;
      } finally {
        audience.conclude(its);
      }
    }
  }

  private static Consumer<String> notes(PrintWriter out) {
    return note -> {
      out.println("bottleneck: " + Printable.message(note));
      out.flush();
    };
  }

  /** What the run is called where others have runs, too. */
  private String called(RunFolder run) {
    return configuration.name() + "-" + run.id();
  }

  private RunFolder begin() {
    RunFolder its = resumed.map(ResumedRun::folder).orElseGet(this::newFolder);
    folder = Optional.of(its);
    return its;
  }

  private StudyResult carryOut(
      StudyRun.Work<H> work,
      StudyRun.Manner manner,
      RunFolder its,
      double dataSeconds,
      PrintWriter out) {
    try (LogFile logFile = LogFile.open(its.file("run.log"));
        GpuMonitor monitor = hardware.get().gpus().map(GpuMonitor::start).orElse(null);
        TensorBoard board = tensorBoard(its, out).orElse(null)) {
      Supplier<RunSpeed> speed = () -> speed(work.data(), manner.parallel(), monitor);
      StudyRun.Manner heard = board == null ? manner : manner.heardBy(board);
      return new StudyRun<>(work, heard, new StudyFiles(its, speed), resumed, out)
          .run(dataSeconds, onBegun);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to " + its.path(), e);
    }
  }

  private Optional<TensorBoard> tensorBoard(RunFolder run, PrintWriter out) {
    return options
        .tensorBoard()
        .map(place -> new TensorBoard(place, called(run), Clock.systemUTC(), notes(out)));
  }

  /** The run's folder; empty until it is made. */
  public Optional<Path> folder() {
    return folder.map(RunFolder::path);
  }

  private StudyRun.Manner manner() {
    int threads = options.threads(continued.map(Continuation::run).or(() -> resumed));
    return new StudyRun.Manner(
        resumed.filter(ResumedRun::retryFailed).isPresent(),
        options.parallel(threads),
        threads,
        options.jobs().checkpointSeconds(),
        options.jobs().deadAfter(),
        states,
        listener);
  }

  private RunFolder newFolder() {
    return options.folder(configuration.name(), continued.map(further -> further.run().folder()));
  }

  /** Reads the data while ND4J and what {@code further} loads are loaded. */
  private Splits readBeside(Ahead<Void> further) {
    try {
      return configuration.open(options.jobs().data());
    } catch (RuntimeException | Error e) {
      // A process that ends while it loads libraries may not end as it should.
      further.settle();
      hardware.settle();
      throw e;
    }
  }

  /** What is needed later, and takes long to load. */
  private static Void prepareFurther() {
    Figure.prepare();
    JobStore.prepare();
    return null;
  }

  /** Checks all that can be wrong with the study. */
  private StudyRun.Work<H> prepare(Splits data, PrintWriter out) {
    H h = configuration.hyperparameters();
    for (String note : data.notes()) {
      out.println("Data: " + Printable.line(note));
      log.info("data: {}", note);
    }
    out.flush();
    DataFit.check(experiment, configuration, data);
    configuration.training().engine().requireDevices();
    StudyNotes.fewSteps(configuration, data.train().size()).ifPresent(notes(out));
    experiment.caution(h).ifPresent(notes(out));
    experiment
        .leftOut(data)
        .forEach(reason -> out.println("Will be left out: " + Printable.line(reason)));
    WarmStart start =
        WarmStart.open(configuration.training(), experiment.arms(h), hardware.get().devices());
    experiment.checkTraining(h, configuration.training(), start);
    RunIdentity identity = RunIdentity.of(configuration, data, start);
    continued.ifPresent(further -> further.requireSame(experiment, identity));
    tellOfOther(out);
    return new StudyRun.Work<>(experiment, configuration, hardware.get(), data, start, identity);
  }

  /** Of the run that this one continues. */
  private void tellOfOther(PrintWriter out) {
    continued
        .flatMap(further -> further.run().otherProgram())
        .ifPresent(note -> out.println("bottleneck: " + Printable.message(note)));
    states
        .before()
        .map(
            run ->
                Files.isDirectory(run)
                    ? "Training further what ended in " + run
                    : "What ended in " + run + " is there no more: it is trained again")
        .ifPresent(line -> out.println(Printable.line(line)));
    out.flush();
  }

  private RunSpeed speed(Splits data, int parallel, GpuMonitor monitor) {
    return new RunSpeed(
        data.transferSeconds(),
        parallel,
        hardware.get().devices().areGpus() ? hardware.get().devices().count() : 0,
        monitor == null ? List.of() : monitor.means());
  }
}
