package dev.bottleneck.data;

import dev.bottleneck.runtime.UserFolders;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Where datasets are looked for and how they are opened.
 *
 * @param dataDir the user's folder of datasets: {@code --data-dir}, else BOTTLENECK_DATA
 * @param systemDir where the system's packages put datasets
 * @param cacheDir where downloads are kept
 * @param downloadBase replaces the public home of a dataset; a folder's address
 * @param downloadTimeout for all files of a dataset together
 * @param reading how the user's own data are read
 */
public record DataOptions(
    Optional<Path> dataDir,
    Path systemDir,
    Path cacheDir,
    Optional<URI> downloadBase,
    Duration downloadTimeout,
    ReadingOptions reading) {
  /** The environment variable that names the user's folder of datasets. */
  public static final String DATA_VARIABLE = "BOTTLENECK_DATA";

  /** The options as this process's environment has them. */
  public static DataOptions defaults() {
    return of(System.getenv(), System.getProperty("user.home"));
  }

  /** The options as {@code environment} has them. */
  static DataOptions of(Map<String, String> environment, Path home) {
    return of(environment, home.toString());
  }

  private static DataOptions of(Map<String, String> environment, String home) {
    return new DataOptions(
        variable(environment, DATA_VARIABLE),
        systemDir(environment),
        UserFolders.cache(environment, home),
        Optional.empty(),
        Duration.ofMinutes(10),
        ReadingOptions.DEFAULTS);
  }

  /** Where Debian's packages put data sets: in the last of the system's shared folders. */
  private static Path systemDir(Map<String, String> environment) {
    String folders = environment.getOrDefault("XDG_DATA_DIRS", "");
    if (folders.isBlank()) {
      folders = "/usr/share";
    }
    Path last = Path.of("/usr/share");
    for (String folder : folders.split(":")) {
      last = folder.isBlank() ? last : Path.of(folder);
      if (Files.isDirectory(last.resolve("datasets"))) {
        return last.resolve("datasets");
      }
    }
    return last.resolve("datasets");
  }

  private static Optional<Path> variable(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(name))
        .filter(value -> !value.isBlank())
        .map(Path::of);
  }

  public DataOptions withDataDir(Path folder) {
    return new DataOptions(
        Optional.of(folder), systemDir, cacheDir, downloadBase, downloadTimeout, reading);
  }

  public DataOptions withSystemDir(Path folder) {
    return new DataOptions(dataDir, folder, cacheDir, downloadBase, downloadTimeout, reading);
  }

  public DataOptions withCacheDir(Path folder) {
    return new DataOptions(dataDir, systemDir, folder, downloadBase, downloadTimeout, reading);
  }

  public DataOptions withDownloadBase(URI address) {
    return new DataOptions(
        dataDir, systemDir, cacheDir, Optional.of(address), downloadTimeout, reading);
  }

  public DataOptions withDownloadTimeout(Duration timeout) {
    return new DataOptions(dataDir, systemDir, cacheDir, downloadBase, timeout, reading);
  }

  /** The same with this test part, see {@link HoldOut}. */
  public DataOptions withTest(String holdOut) {
    return withReading(reading.withTest(holdOut));
  }

  public DataOptions withReading(ReadingOptions options) {
    return new DataOptions(dataDir, systemDir, cacheDir, downloadBase, downloadTimeout, options);
  }

  /** What is held out as test part; empty to follow the data. */
  Optional<String> test() {
    return reading.testPart();
  }
}
