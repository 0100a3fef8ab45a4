package dev.bottleneck.data;

import dev.bottleneck.data.PublishedDataset.Home;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.runtime.WholeFile;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the files of a published dataset, each checked against its published SHA-256.
 *
 * <p>In this order: inside this program; the user's folder of datasets (its sub-folder of the
 * dataset's name, then itself); the system's folder; the cache; the dataset's public home, into the
 * cache.
 */
final class Locator {
  private static final Logger LOG = LoggerFactory.getLogger(Locator.class);

  private final PublishedDataset dataset;
  private final DataOptions options;

  private Locator(PublishedDataset dataset, DataOptions options) {
    this.dataset = dataset;
    this.options = options;
  }

  /** The files by their names without {@code .gz}; one {@link UserError} if they cannot be had. */
  static Map<String, SourceFile> find(PublishedDataset dataset, DataOptions options) {
    return new Locator(dataset, options).find();
  }

  /** Where {@link #find} would find the files without a download; reads and checks them. */
  static Optional<String> whereabouts(PublishedDataset dataset, DataOptions options) {
    Locator locator = new Locator(dataset, options);
    if (dataset.home().isEmpty()) {
      locator.embedded();
      return Optional.of("in this program");
    }
    return locator.folder().map(Path::toString);
  }

  /** The files that {@link #find} would read, but for those inside this program; checks them. */
  static List<Path> files(PublishedDataset dataset, DataOptions options) {
    Optional<Path> folder =
        dataset.home().isEmpty() ? Optional.empty() : new Locator(dataset, options).folder();
    return folder.stream()
        .flatMap(its -> dataset.sha256().keySet().stream().sorted().map(name -> file(its, name)))
        .toList();
  }

  private Optional<Path> folder() {
    Path cache = options.cacheDir().resolve(dataset.name());
    Optional<Path> folder = filledFolder();
    if (folder.isPresent()) {
      read(folder.get());
    } else if (dataset.sha256().entrySet().stream()
        .allMatch(e -> cached(file(cache, e.getKey()), e.getValue()).isPresent())) {
      folder = Optional.of(cache);
    }
    return folder;
  }

  private Map<String, SourceFile> find() {
    if (dataset.home().isEmpty()) {
      return embedded();
    }
    Optional<Path> folder = filledFolder();
    return folder.isPresent() ? read(folder.get()) : cachedOrDownloaded(dataset.home().get());
  }

  private Optional<Path> filledFolder() {
    return folders().stream()
        .filter(
            folder ->
                dataset.sha256().keySet().stream()
                    .anyMatch(name -> Files.exists(file(folder, name))))
        .findFirst();
  }

  private Map<String, SourceFile> embedded() {
    Map<String, SourceFile> files = new HashMap<>();
    dataset
        .sha256()
        .forEach(
            (name, sha256) ->
                files.put(
                    name,
                    SourceFile.embedded("/data/" + dataset.name(), PublishedDataset.fileName(name))
                        .verified(sha256)));
    return files;
  }

  /** Folders somebody else filled: what is wrong in them is an error, not a reason to look on. */
  private List<Path> folders() {
    Path system = options.systemDir().resolve(dataset.name());
    if (options.dataDir().isEmpty()) {
      return List.of(system);
    }
    Path given = options.dataDir().get();
    if (!Files.isDirectory(given)) {
      throw new UserError(
          "data folder "
              + given
              + " (--data-dir or "
              + DataOptions.DATA_VARIABLE
              + ") is not a folder");
    }
    return List.of(given.resolve(dataset.name()), given, system);
  }

  private static Path file(Path folder, String name) {
    return folder.resolve(PublishedDataset.fileName(name));
  }

  private Map<String, SourceFile> read(Path folder) {
    Map<String, SourceFile> files = new HashMap<>();
    for (String name : new TreeSet<>(dataset.sha256().keySet())) {
      SourceFile file = SourceFile.read(file(folder, name));
      files.put(name, file.verified(dataset.sha256().get(name)));
    }
    return files;
  }

  private Map<String, SourceFile> cachedOrDownloaded(Home home) {
    Path cache = options.cacheDir().resolve(dataset.name());
    URI base = options.downloadBase().orElse(home.address());
    Download download = new Download(options.downloadTimeout());
    Map<String, SourceFile> files = new HashMap<>();
    try {
      for (String name : new TreeSet<>(dataset.sha256().keySet())) {
        String sha256 = dataset.sha256().get(name);
        Path file = file(cache, name);
        Optional<SourceFile> cached = cached(file, sha256);
        files.put(
            name,
            cached.isPresent()
                ? cached.get()
                : downloaded(download, base.resolve(file.getFileName().toString()), file, sha256));
      }
    } catch (IOException e) {
      throw unavailable(home, cache, base, e);
    }
    return files;
  }

  /** The cache is ours: a damaged file in it is replaced. */
  private static Optional<SourceFile> cached(Path file, String sha256) {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    SourceFile found = SourceFile.read(file);
    if (!found.sha256().equals(sha256)) {
      LOG.warn("{} is damaged and will be downloaded again", file);
      return Optional.empty();
    }
    return Optional.of(found);
  }

  private static SourceFile downloaded(Download download, URI address, Path file, String sha256)
      throws IOException {
    byte[] bytes = download.get(address);
    String found = Sha256.of(bytes);
    if (!found.equals(sha256)) {
      throw new IOException(
          "what " + address + " sent has SHA-256 " + found + ", expected " + sha256);
    }
    WholeFile.write(file, out -> out.write(bytes));
    return new SourceFile(file.toString(), SourceFile.fileName(file), bytes);
  }

  private UserError unavailable(Home home, Path cache, URI base, IOException cause) {
    String reason = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    return new UserError(
        String.format(
            "%s is not on this machine and cannot be downloaded from %s (%s): give its folder with"
                + " --data-dir or %s, install the Debian package %s, or put its four .gz files"
                + " into %s",
            dataset.name(), base, reason, DataOptions.DATA_VARIABLE, home.debianPackage(), cache),
        cause);
  }
}
