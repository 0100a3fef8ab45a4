package dev.bottleneck.cli;

import dev.bottleneck.Bottleneck;
import dev.bottleneck.RunBuilder;
import dev.bottleneck.runtime.UserError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which run to go on with. */
final class ResumeFlags {
  @Option(
      names = "--resume",
      paramLabel = "RUN",
      description =
          "Go on with a run that was stopped, by its folder or id, with the settings it was begun with:"
              + " what had finished stays, what was under way goes on, to the same bits. With --set"
              + " epochs=N, a finished run that was begun with --keep-states is trained further, in"
              + " a folder of its own.")
  private Path resume;

  @Option(
      names = "--join",
      paramLabel = "RUN",
      description =
          "Take jobs of a run that another process of this machine is at work on, by its folder or"
              + " id;"
              + " with CUDA, CUDA_VISIBLE_DEVICES gives each its GPUs.")
  private Path join;

  @Option(names = "--retry-failed", description = "Try failed jobs again; with --resume or --join.")
  private boolean retryFailed;

  @Option(
      names = "--keep-states",
      description =
          "Keep the last state of every training, so that the run, once finished, can be trained"
              + " further by --resume=RUN --set epochs=N.")
  private boolean keepStates;

  /**
   * The run that is asked for.
   *
   * @param experiment what is to be run, or what a run that is gone on with must be of
   * @throws UserError if there is none, or several
   */
  RunBuilder run(Optional<String> experiment) {
    if (resume != null && join != null) {
      throw new UserError("--resume and --join: give one of them");
    }
    boolean goesOn = resume != null || join != null;
    if (!goesOn && experiment.isEmpty()) {
      throw new UserError("name an experiment, or a run to --resume or --join");
    }
    RunBuilder run =
        !goesOn
            ? Bottleneck.experiment(experiment.get())
            : join != null ? Bottleneck.join(folder(join)) : Bottleneck.resume(folder(resume));
    if (retryFailed) {
      run.retryFailed();
    }
    if (keepStates) {
      run.keepStates();
    }
    if (goesOn) {
      experiment.ifPresent(name -> requireOf(name, run));
    }
    return run;
  }

  /** Of a run that is named by its folder or its id. */
  private static Path folder(Path run) {
    return Files.exists(run) ? run : Bottleneck.runs().find(run.toString()).folder();
  }

  private void requireOf(String experiment, RunBuilder run) {
    String name = run.name();
    if (!Bottleneck.experiment(experiment).name().equals(name)) {
      throw new UserError(
          "%s is a run of %s, not of %s"
              .formatted(
                  (join != null ? join : resume).toAbsolutePath().normalize(), name, experiment));
    }
  }
}
