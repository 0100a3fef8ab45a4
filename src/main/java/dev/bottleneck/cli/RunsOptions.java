package dev.bottleneck.cli;

import dev.bottleneck.Bottleneck;
import dev.bottleneck.Runs;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Which runs a command is about, and how it tells of them. */
final class RunsOptions {
  @Option(
      names = "--runs",
      paramLabel = "DIR",
      defaultValue = "results/runs",
      description = "Where the runs are: the --out of 'run' (default: results/runs).")
  private Path root;

  @Option(names = "--json", description = "Print JSON, for programs.")
  private boolean json;

  Runs runs() {
    return Bottleneck.runs(root);
  }

  boolean json() {
    return json;
  }
}
