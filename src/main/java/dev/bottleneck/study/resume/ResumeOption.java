package dev.bottleneck.study.resume;

import dev.bottleneck.runtime.UserError;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which run to go on with. */
public final class ResumeOption {
  @Option(
      names = "--resume",
      paramLabel = "RUN",
      description =
          "Go on with a run that was stopped, by its folder, with the settings it was begun with:"
              + " what had finished stays, what was under way goes on, to the same bits. With --set"
              + " epochs=N, a finished run that was begun with --keep-states is trained further, in"
              + " a folder of its own.")
  private Path resume;

  @Option(
      names = "--join",
      paramLabel = "RUN",
      description =
          "Take jobs of a run that another process of this machine is at work on, by its folder;"
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

  /** Whether a run that begins keeps its last states. */
  public boolean keepStates() {
    return keepStates;
  }

  /**
   * The run, if one is named.
   *
   * @throws UserError if the folder is not that of a run
   */
  public Optional<ResumedRun> run() {
    if (resume != null && join != null) {
      throw new UserError("--resume and --join: give one of them");
    }
    if (resume == null && join == null) {
      if (retryFailed) {
        throw new UserError("--retry-failed goes with --resume or --join: a new run has no jobs");
      }
      return Optional.empty();
    }
    ResumedRun run = ResumedRun.open(join != null ? join : resume, join != null, retryFailed);
    if (keepStates && !run.keptStates().last()) {
      throw new UserError(
          "--keep-states goes with a run that begins: "
              + run.folder().path()
              + " was begun without it");
    }
    return Optional.of(run);
  }
}
