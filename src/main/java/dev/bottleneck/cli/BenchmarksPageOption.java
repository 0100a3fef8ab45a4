package dev.bottleneck.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** {@code --page}: where a benchmark's section stands. */
final class BenchmarksPageOption {
  @Option(
      names = "--page",
      paramLabel = "FILE",
      defaultValue = "results/BENCHMARKS.md",
      description = "The page whose section is renewed (default: results/BENCHMARKS.md).")
  private Path file;

  Path file() {
    return file;
  }
}
