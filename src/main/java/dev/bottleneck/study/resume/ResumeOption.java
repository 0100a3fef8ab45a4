package dev.bottleneck.study.resume;

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
              + " what had finished stays, what was under way goes on, to the same bits.")
  private Path folder;

  /**
   * The run, if one is named.
   *
   * @throws dev.bottleneck.runtime.UserError if the folder is not that of a run
   */
  public Optional<ResumedRun> run() {
    return Optional.ofNullable(folder).map(ResumedRun::open);
  }
}
