package dev.bottleneck.study;

import dev.bottleneck.device.Backend;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.study.configuration.Configuration;
import dev.bottleneck.study.experiment.Experiment;
import dev.bottleneck.study.experiment.ExperimentClass;
import dev.bottleneck.study.result.StudyResult;
import dev.bottleneck.study.resume.Continuation;
import dev.bottleneck.study.resume.ResumeOption;
import dev.bottleneck.study.resume.ResumedRun;
import dev.bottleneck.study.yaml.ConfigurationFile;
import dev.bottleneck.study.yaml.ShippedConfigurations;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Runs a study to its exit code: from the command line, or from an experiment's main. */
public final class StudyMain {
  private StudyMain() {}

  /**
   * The body of an experiment's {@code main}: runs its own configuration; {@code args} are those of
   * {@code bottleneck run}. Ends the process with an exit code if the study did not succeed.
   */
  public static void run(Experiment<?> experiment, String[] args) {
    run(ExperimentClass.configurationName(experiment.getClass()), args);
  }

  /** The same for a class that has several configurations, of which {@code name} is run. */
  public static void run(String name, String[] args) {
    System.setProperty("java.awt.headless", "true");
    OptionsOnly command = new OptionsOnly(name);
    int code =
        Failures.execute(
            new CommandLine(command)
                .setExecutionExceptionHandler(
                    (e, line, parsed) -> Failures.report(e, line.getErr())),
            args);
    if (code != 0) {
      System.exit(code);
    }
  }

  /**
   * Runs {@code name}, the name of a configuration or a file, with {@code options}, or goes on with
   * the run that {@code resume} names.
   *
   * @throws RunFailed if some of its networks have no result
   * @throws UserError if neither is named, or the run is of another experiment
   */
  public static void run(Optional<String> name, RunOptions options, ResumeOption resume) {
    Optional<ResumedRun> resumed = resume.run();
    if (resumed.isEmpty()) {
      ConfigurationFile file =
          ShippedConfigurations.open(
              name.orElseThrow(
                  () -> new UserError("name an experiment, or a run to --resume or --join")));
      options.applyTo(file);
      run(file.experiment(), file, options, study -> study.keepingStates(resume.keepStates()));
      return;
    }
    options.requireNoSettings();
    ConfigurationFile file = resumed.get().configuration();
    if (name.isPresent()
        && !ShippedConfigurations.open(name.get()).text("name").equals(file.text("name"))) {
      throw new UserError(
          "%s is a run of %s, not of %s"
              .formatted(resumed.get().folder().path(), file.text("name"), name.get()));
    }
    if (!options.assignments().isEmpty()) {
      Continuation further = Continuation.of(resumed.get(), options.assignments());
      further.check(file.experiment());
      run(file.experiment(), further.configuration(), options, study -> study.continuing(further));
    } else {
      run(file.experiment(), file, options, study -> study.resuming(resumed));
    }
  }

  /** Reads {@code file}, applies {@code options} and runs it. */
  public static void run(ConfigurationFile file, RunOptions options) {
    run(file.experiment(), options.applyTo(file), options, study -> {});
  }

  private static <H extends Record> void run(
      Experiment<H> experiment,
      ConfigurationFile file,
      RunOptions options,
      Consumer<Study<H>> begun) {
    Configuration<H> configuration = file.read(experiment);
    Study<H> study = new Study<>(experiment, configuration, options);
    begun.accept(study);
    StudyResult result = study.run(new PrintWriter(System.out, true));
    requireResults(result);
  }

  private static void requireResults(StudyResult result) {
    int jobs = result.jobs().size();
    List<String> failures = result.failures();
    if (jobs > 0 && failures.size() == jobs) {
      throw new RunFailed(result.jobs().get(0).failure().orElseThrow());
    }
    if (!failures.isEmpty()) {
      throw new RunFailed(
          "%d of %d networks failed, the first of them %s"
              .formatted(failures.size(), jobs, failures.get(0)));
    }
  }

  @Command(name = "main", mixinStandardHelpOptions = true)
  private static final class OptionsOnly implements java.util.concurrent.Callable<Integer> {
    private final String name;
    @Mixin private RunOptions options;
    @Mixin private ResumeOption resume;

    OptionsOnly(String name) {
      this.name = name;
    }

    @Override
    public Integer call() {
      Backend.require(Optional.empty());
      run(Optional.of(name), options, resume);
      return 0;
    }
  }
}
