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
   * the run that {@code resume} names; returns the exit code.
   *
   * @throws UserError if neither is named, or the run is of another experiment
   */
  public static int run(Optional<String> name, RunOptions options, ResumeOption resume) {
    Optional<ResumedRun> resumed = resume.run();
    if (resumed.isEmpty()) {
      ConfigurationFile file =
          ShippedConfigurations.open(
              name.orElseThrow(
                  () -> new UserError("name an experiment, or a run to --resume or --join")));
      options.applyTo(file);
      return run(
          file.experiment(), file, options, study -> study.keepingStates(resume.keepStates()));
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
      return run(
          file.experiment(), further.configuration(), options, study -> study.continuing(further));
    }
    return run(file.experiment(), file, options, study -> study.resuming(resumed));
  }

  /** Reads {@code file}, applies {@code options} and runs it; returns the exit code. */
  public static int run(ConfigurationFile file, RunOptions options) {
    return run(file.experiment(), options.applyTo(file), options, study -> {});
  }

  private static <H extends Record> int run(
      Experiment<H> experiment,
      ConfigurationFile file,
      RunOptions options,
      Consumer<Study<H>> begun) {
    Configuration<H> configuration = file.read(experiment);
    Study<H> study = new Study<>(experiment, configuration, options);
    begun.accept(study);
    StudyResult result = study.run(new PrintWriter(System.out, true));
    if (!result.jobs().isEmpty() && result.jobs().stream().allMatch(j -> j.result().isEmpty())) {
      throw new RunFailed(result.jobs().get(0).failure().orElseThrow());
    }
    return result.failures().isEmpty() ? 0 : Failures.RUN_FAILED;
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
      return run(Optional.of(name), options, resume);
    }
  }
}
