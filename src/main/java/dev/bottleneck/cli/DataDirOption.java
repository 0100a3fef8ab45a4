package dev.bottleneck.cli;

import dev.bottleneck.data.DataOptions;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** {@code --data-dir}, for every command that opens data. */
final class DataDirOption {
  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description = "Where data sets are looked for first (also: BOTTLENECK_DATA).")
  private Path dataDir;

  Optional<Path> folder() {
    return Optional.ofNullable(dataDir);
  }

  /** Where data sets are looked for: the environment's options, and this one before them. */
  DataOptions options() {
    DataOptions defaults = DataOptions.defaults();
    return folder().map(defaults::withDataDir).orElse(defaults);
  }
}
