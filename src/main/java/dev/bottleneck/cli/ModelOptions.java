package dev.bottleneck.cli;

import dev.bottleneck.study.models.TrainedRun;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which trained model a command works with. */
final class ModelOptions {
  @Parameters(
      paramLabel = "<run>",
      description = "A run's folder, the folder of one of its arms, or a model's .zip.")
  private Path run;

  @Option(names = "--arm", paramLabel = "ARM", description = "Which arm, where a run has several.")
  private String arm;

  @Option(
      names = "--allow",
      paramLabel = "PACKAGE",
      description =
          "A package of your own layers that the model may name; without it, a model that names"
              + " foreign classes is refused.")
  private Set<String> allowed = new LinkedHashSet<>();

  TrainedRun open() {
    return TrainedRun.open(run, Optional.ofNullable(arm), allowed);
  }
}
