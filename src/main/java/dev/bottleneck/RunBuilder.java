package dev.bottleneck;

import static dev.bottleneck.Bottleneck.computed;
import static dev.bottleneck.BottleneckException.orTold;

import dev.bottleneck.data.Dataset;
import dev.bottleneck.data.KeptData;
import dev.bottleneck.data.ReadingOptions;
import dev.bottleneck.data.SampleShape;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.study.RunFailed;
import dev.bottleneck.study.Settings;
import dev.bottleneck.study.Study;
import dev.bottleneck.study.configuration.Configuration;
import dev.bottleneck.study.experiment.Experiment;
import dev.bottleneck.study.result.MetricListener;
import dev.bottleneck.study.result.StudyResult;
import dev.bottleneck.study.resume.Continuation;
import dev.bottleneck.study.resume.ResumedRun;
import dev.bottleneck.study.yaml.ConfigurationFile;
import dev.bottleneck.study.yaml.ShippedConfigurations;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** A run of an experiment, as it is to be: one that begins, or one that is gone on with. */
public final class RunBuilder extends StudyBuilder<RunBuilder> {
  /** What is run. */
  private sealed interface Subject {}

  /** A configuration, by its name or file. */
  private record Named(String nameOrFile) implements Subject {}

  /** An experiment that is at hand, and what it is told. */
  private record Own(Experiment<?> experiment, ConfigurationFile file) implements Subject {}

  /** A run that was begun. */
  private record Begun(Path folder, boolean joining) implements Subject {}

  /** What is held out of data that are given, as nobody else has divided them. */
  private static final String VALIDATION = "random:0.2:1";

  private final Subject subject;
  private boolean keepStates;
  private boolean retryFailed;
  private Consumer<Path> onBegun = folder -> {};
  private MetricListener metrics = MetricListener.NONE;

  private RunBuilder(Subject subject) {
    this.subject = subject;
  }

  static RunBuilder of(String nameOrFile) {
    return new RunBuilder(new Named(nameOrFile));
  }

  static RunBuilder of(Experiment<?> experiment, ConfigurationFile file) {
    return new RunBuilder(new Own(experiment, file));
  }

  static RunBuilder goingOn(Path run, boolean joining) {
    return new RunBuilder(new Begun(run, joining));
  }

  @Override
  RunBuilder self() {
    return this;
  }

  /**
   * Has a run that begins keep the last state of every training, so that it, once finished, can be
   * trained further: by {@link Bottleneck#resume} with more epochs.
   */
  public RunBuilder keepStates() {
    keepStates = true;
    return this;
  }

  /** Has a run that is gone on with try again what failed. */
  public RunBuilder retryFailed() {
    retryFailed = true;
    return this;
  }

  /** Has {@code listener} hear of the run's folder as soon as it can be gone on with. */
  public RunBuilder onBegun(Consumer<Path> listener) {
    onBegun = listener;
    return this;
  }

  /**
   * Has {@code listener} hear of each point of a learning curve and each final measure as it comes,
   * on the threads that train; what it throws fails the network.
   */
  public RunBuilder onMeasured(Consumer<Run.Measured> listener) {
    metrics = metrics.and((row, steps) -> listener.accept(Run.Measured.of(row)));
    return this;
  }

  /** What the experiment's configuration is called. */
  public String name() {
    return orTold(() -> file().text("name"));
  }

  /** As it is before anything is set. */
  private ConfigurationFile file() {
    if (subject instanceof Begun begun) {
      return resumed(begun).configuration();
    }
    return subject instanceof Own own
        ? own.file().copy()
        : ShippedConfigurations.open(((Named) subject).nameOrFile());
  }

  /**
   * Trains every network, takes all measures, and writes the run's folder with its report.
   *
   * @throws BottleneckException if it cannot begin, was stopped, or some network has no result;
   *     what had ended is in the folder
   */
  public Run train() {
    return computed(() -> subject instanceof Begun begun ? goOn(begun) : begin(settings()));
  }

  /**
   * The same on {@code data}. What lay in memory is written into the folder {@code data} beside the
   * runs. What the configuration says of the data's size, such as {@code inputs}, follows them, and
   * a fifth of them at random is held out for validation, unless either was set.
   */
  public Run train(Data data) {
    return computed(
        () -> {
          if (subject instanceof Begun) {
            throw new UserError("a run that is gone on with has its data: train() takes none");
          }
          return begin(on(data));
        });
  }

  /** A mistake in what was set shows before anything is written. */
  private Settings on(Data data) {
    Settings its = fitted(data.dataset(), file().keys());
    ConfigurationFile file = begun(its);
    file.read(experiment(file));
    if (data.spec().isPresent()) {
      return its.withText("data", data.spec().get());
    }
    for (String key : ReadingOptions.OF_OTHER_FILES) {
      its = its.assigns(key) ? its : its.withText(key, ReadingOptions.AUTO);
    }
    KeptData kept = KeptData.in(options().root().resolve("data"), data.dataset());
    return its.withText("data", kept.data())
        .withText("labels", kept.labels().orElse(ReadingOptions.DEFAULTS.labels()));
  }

  /** The settings, and what follows from the data's shape. */
  private Settings fitted(Dataset data, List<String> keys) {
    Map<String, Object> fitting = new LinkedHashMap<>();
    SampleShape shape = data.shape();
    fitting.put("inputs", shape.length());
    fitting.put("height", shape.height());
    fitting.put("width", shape.width());
    fitting.put("channels", shape.channels());
    if (data.labels().isPresent()) {
      fitting.put("classes", data.presentClasses().size());
    }
    fitting.put("validation", VALIDATION);
    Settings its = settings();
    for (Map.Entry<String, Object> one : fitting.entrySet()) {
      if (keys.contains(one.getKey()) && !its.assigns(one.getKey())) {
        its = its.with(Text.assignment(one.getKey(), one.getValue()));
      }
    }
    return its;
  }

  private Run begin(Settings its) {
    ConfigurationFile file = begun(its);
    return run(experiment(file), file, study -> study.keepingStates(keepStates));
  }

  private ConfigurationFile begun(Settings its) {
    if (retryFailed) {
      throw new UserError("--retry-failed goes with --resume or --join: a new run has no jobs");
    }
    return onBackend(its).applyTo(file());
  }

  private Experiment<?> experiment(ConfigurationFile file) {
    return subject instanceof Own own ? own.experiment() : file.experiment();
  }

  private ResumedRun resumed(Begun begun) {
    ResumedRun run = ResumedRun.open(begun.folder(), begun.joining(), retryFailed);
    if (keepStates && !run.keptStates().last()) {
      throw new UserError(
          "--keep-states goes with a run that begins: "
              + run.folder().path()
              + " was begun without it");
    }
    return run;
  }

  private Run goOn(Begun begun) {
    ResumedRun run = resumed(begun);
    if (!settings().areAssignmentsAlone()) {
      throw new UserError(
          "--resume and --join go on with the settings of the run: leave out what sets a key; a"
              + " finished run takes --set epochs=N");
    }
    List<String> more = settings().assignments();
    if (more.isEmpty()) {
      ConfigurationFile file = run.configuration();
      return run(file.experiment(), file, study -> study.resuming(Optional.of(run)));
    }
    Continuation further = Continuation.of(run, more);
    ConfigurationFile file = further.configuration();
    Experiment<?> experiment = file.experiment();
    further.check(experiment);
    return run(experiment, file, study -> study.continuing(further));
  }

  private <H extends Record> Run run(
      Experiment<H> experiment, ConfigurationFile file, Consumer<Study<H>> manner) {
    Configuration<H> configuration = file.read(experiment);
    Study<H> study = new Study<>(experiment, configuration, options());
    manner.accept(study);
    study.onBegun(onBegun).hearing(metrics);
    StudyResult result = study.run(out());
    Path folder = study.folder().orElseThrow();
    requireResults(result, folder);
    return Run.of(folder);
  }

  private static void requireResults(StudyResult result, Path folder) {
    int jobs = result.jobs().size();
    List<String> failures = result.failures();
    if (jobs > 0 && failures.size() == jobs) {
      throw new RunFailed(result.jobs().get(0).failure().orElseThrow(), folder);
    }
    if (!failures.isEmpty()) {
      throw new RunFailed(
          "%d of %d networks failed, the first of them %s"
              .formatted(failures.size(), jobs, failures.get(0)),
          folder);
    }
  }
}
