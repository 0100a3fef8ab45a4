package dev.bottleneck.data;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** {@code --data-dir}, for every command that opens data. */
public final class DataDirOption {
  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description = "Where data sets are looked for first (also: BOTTLENECK_DATA).")
  private Path dataDir;

  /** Where data sets are looked for: the environment's options, and this one before them. */
  public DataOptions options() {
    DataOptions defaults = DataOptions.defaults();
    return dataDir == null ? defaults : defaults.withDataDir(dataDir);
  }
}
