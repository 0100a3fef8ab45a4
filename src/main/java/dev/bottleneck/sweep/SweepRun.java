package dev.bottleneck.sweep;

import dev.bottleneck.device.Devices;
import dev.bottleneck.device.GpuMonitor;
import dev.bottleneck.device.Hardware;
import dev.bottleneck.evaluation.Metric;
import dev.bottleneck.jobs.Heartbeat;
import dev.bottleneck.jobs.JobWorkers;
import dev.bottleneck.jobs.Others;
import dev.bottleneck.jobs.StorePlace;
import dev.bottleneck.jobs.Time;
import dev.bottleneck.live.LiveServer;
import dev.bottleneck.report.Figure;
import dev.bottleneck.report.RunFolder;
import dev.bottleneck.runtime.Interrupted;
import dev.bottleneck.runtime.LogFile;
import dev.bottleneck.runtime.Printable;
import dev.bottleneck.runtime.StopRequest;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.study.RunFailed;
import dev.bottleneck.sweep.SweepOptions.Entry;
import dev.bottleneck.sweep.definition.ShippedSweeps;
import dev.bottleneck.sweep.definition.SweepDefinition;
import dev.bottleneck.sweep.report.FinalRuns;
import dev.bottleneck.sweep.report.LiveSweep;
import dev.bottleneck.sweep.report.SweepFiles;
import dev.bottleneck.sweep.store.TrialStore;
import dev.bottleneck.sweep.trial.Trial.Stage;
import dev.bottleneck.sweep.work.SharedData;
import dev.bottleneck.sweep.work.SweepChecks;
import dev.bottleneck.sweep.work.SweepProgress;
import dev.bottleneck.sweep.work.SweepWork;
import dev.bottleneck.sweep.work.TrialCheckpoints;
import dev.bottleneck.sweep.work.Work;
import dev.bottleneck.sweep.work.WorkElsewhere;
import dev.bottleneck.sweep.work.Workforce;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A sweep carried out by this process, alone or together with others. */
public final class SweepRun {
  private final SweepDefinition sweep;
  private final SweepOptions options;
  private final PrintWriter out;
  private final Path folder;
  private final StorePlace place;
  private final Hardware hardware;
  private final SharedData data;
  private final Time time;
  private final Optional<Workforce> elsewhere;

  /**
   * Reads the sweep.
   *
   * @param nameOrFile a shipped sweep's name, or the path of a YAML file
   * @param out takes what a person should read
   * @throws UserError naming the file, the key and what would be right
   */
  public SweepRun(String nameOrFile, SweepOptions options, PrintWriter out) {
    this(nameOrFile, options, out, Optional.empty());
  }

  /**
   * The same.
   *
   * @param elsewhere who works on it in place of this process, which begins the sweep, follows it
   *     and writes its files
   */
  public SweepRun(
      String nameOrFile, SweepOptions options, PrintWriter out, Optional<Workforce> elsewhere) {
    this(
        options.applyTo(ShippedSweeps.open(nameOrFile, options.assignments())),
        options,
        out,
        elsewhere);
  }

  private SweepRun(
      SweepDefinition sweep, SweepOptions options, PrintWriter out, Optional<Workforce> elsewhere) {
    this(
        sweep,
        options,
        out,
        options.folder(sweep),
        options.place(sweep),
        Hardware.present(),
        Time.SYSTEM,
        elsewhere);
  }

  /** The run of {@code sweep} in {@code folder}, trials and all, on {@code hardware}. */
  SweepRun(
      SweepDefinition sweep,
      SweepOptions options,
      PrintWriter out,
      Path folder,
      Hardware hardware,
      Time time) {
    this(sweep, options, out, folder, TrialStore.in(folder), hardware, time, Optional.empty());
  }

  private SweepRun(
      SweepDefinition sweep,
      SweepOptions options,
      PrintWriter out,
      Path folder,
      StorePlace place,
      Hardware hardware,
      Time time,
      Optional<Workforce> elsewhere) {
    this.time = time;
    this.elsewhere = elsewhere;
    this.sweep = sweep;
    this.options = options;
    this.out = out;
    this.folder = folder;
    this.place = place;
    this.hardware = hardware;
    this.data = new SharedData(options.jobs().data(), hardware.devices());
    SweepChecks.grid(sweep);
    SweepChecks.race(sweep);
  }

  /** Where its files are. */
  public Path folder() {
    return folder;
  }

  /** Where its trials are. */
  public StorePlace place() {
    return place;
  }

  /**
   * Runs the sweep until its budget is spent and the winner is measured.
   *
   * @throws RunFailed if something of it has no result
   * @throws UserError if it cannot begin; nothing has been written then
   * @throws Interrupted if the user stopped it; what had finished is in the store
   */
  public void run() {
    Optional<String> missing = carryOut();
    if (missing.isPresent()) {
      String more = options.writes() ? "; its report in " + folder + " tells more" : "";
      throw new RunFailed(missing.get() + more, folder);
    }
  }

  /** The same; returns what has no result, and why, and nothing if all has. */
  Optional<String> carryOut() {
    boolean begun = place.exists();
    if (begun && options.entry() == Entry.BEGIN) {
      throw new UserError(
          place
              + ": the sweep was begun already: go on with --resume, work on it together with"
              + " --join, or "
              + place.otherPlace());
    }
    if (!begun && options.entry() == Entry.RESUME) {
      throw new UserError(
          place + ": there is no such store, so nothing to resume: begin without --resume");
    }
    if (Files.exists(folder)) {
      RunFolder.open(folder).withoutLinks();
    }
    int workers = elsewhere.map(Workforce::size).orElseGet(options::workerCount);
    hardware.devices().use(0);
    Metric metric = SweepChecks.data(sweep, data);
    Figure.prepare();
    Map<String, String> identity = SweepIdentity.of(sweep, data);
    try (LiveServer live = options.jobs().live().map(LiveServer::open).orElse(null)) {
      TrialCheckpoints checkpoints =
          new TrialCheckpoints(folder, options.jobs().checkpointSeconds());
      if (!begun) {
        SweepChecks.rehearse(sweep, data);
        checkpoints.clear(); // what another sweep in this folder left
        place.create(identity);
      }
      try (TrialStore store = TrialStore.open(place, options.jobs().deadAfter(), time)) {
        SweepIdentity.requireSame(place, store.identity(), identity, sweep);
        store.requireIntact(sweep.space());
        return run(store, workers, checkpoints, metric, Optional.ofNullable(live));
      }
    }
  }

  private Optional<String> run(
      TrialStore store,
      int workers,
      TrialCheckpoints checkpoints,
      Metric metric,
      Optional<LiveServer> live) {
    requireAlone(store);
    requireOpen(store);
    store.wanted().put(sweep.extent());
    if (options.retryFailed()) {
      store.retryFailed();
    }
    try (LogFile logFile = LogFile.open(folder.resolve("sweep.log"));
        StopRequest stop = StopRequest.onShutdown();
        Heartbeat heartbeat = Heartbeat.of(store.jobs(), options.jobs().deadAfter())) {
      live.ifPresent(page -> page.show(new LiveSweep(sweep, metric, store, workers, folder)));
      try {
        return run(store, workers, checkpoints, metric);
      } finally {
        // Before the store is closed, which the page asks.
        live.ifPresent(page -> page.conclude(folder.resolve("report.html")));
        live.ifPresent(LiveServer::close);
      }
    }
  }

  private String others() {
    return options.joins() ? ", and those of the processes that joined" : "";
  }

  private void requireAlone(TrialStore store) {
    if (!options.joins()) {
      new Others(store.jobs(), time, out).requireNone();
    }
  }

  /** The test part is touched once: by the winner of a search that has ended. */
  private void requireOpen(TrialStore store) {
    int tried = store.trials(Stage.SEARCH).size();
    if (options.asksForMoreThan(tried) && store.searchIsOver()) {
      throw new UserError(
          String.format(
                  Locale.ROOT,
                  "--trials is %d, but the best of %d trials were already chosen, to race or to be measured on test data: begin",
                  sweep.budget().trials(),
                  tried)
              + " another sweep with --out");
    }
  }

  private Optional<String> run(
      TrialStore store, int workers, TrialCheckpoints checkpoints, Metric metric) {
    Devices devices = hardware.devices();
    String spread = elsewhere.map(Workforce::inWords).orElseGet(() -> devices.spread(workers));
    SweepProgress progress = new SweepProgress(sweep, metric, workers, spread, out);
    Work work = work(store, workers, checkpoints, progress);
    boolean interrupted = false;
    String inUse = "";
    try (progress;
        GpuMonitor monitor = hardware.gpus().map(GpuMonitor::start).orElse(null)) {
      try {
        work.run();
      } catch (Interrupted e) {
        interrupted = true;
      }
      inUse = monitor == null ? "" : GpuMonitor.inWords(monitor.means());
    }
    if (options.writes()) {
      write(store, metric, spread + others() + inUse);
    }
    if (interrupted) {
      progress.interrupted(store);
      throw new Interrupted();
    }
    if (work.stopped().isEmpty() && !store.jobs().hasUnfinished()) {
      checkpoints.clear();
    }
    progress.conclude(
        store, options.writes() ? Optional.of(folder) : Optional.empty(), work.stopped());
    return missing(store, work.stopped());
  }

  private Work work(
      TrialStore store, int workers, TrialCheckpoints checkpoints, SweepProgress progress) {
    if (elsewhere.isPresent()) {
      return new WorkElsewhere(elsewhere.get(), sweep, store, progress, folder, time);
    }
    JobWorkers threads = new JobWorkers(hardware.devices(), workers, 1, time);
    return new SweepWork(sweep, data, store, progress, threads, checkpoints, time);
  }

  private void write(TrialStore store, Metric metric, String workers) {
    try {
      new SweepFiles(sweep, folder).write(store, metric, workers);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to " + folder, e);
    }
  }

  private Optional<String> missing(TrialStore store, String stopped) {
    if (!stopped.isEmpty()) {
      return Optional.of("the sweep was stopped: " + stopped);
    }
    if (store.standing(sweep.objective()).best().isEmpty()) {
      return Optional.of("no trial of the sweep has a value");
    }
    List<String> failures = FinalRuns.failures(store);
    return failures.stream()
        .findFirst()
        .map(
            why ->
                "%d of the best setting's seeds on test data failed, the first with: %s"
                    .formatted(failures.size(), Printable.line(why)));
  }
}
