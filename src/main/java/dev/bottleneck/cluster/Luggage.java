package dev.bottleneck.cluster;

import dev.bottleneck.data.DataOptions;
import dev.bottleneck.data.Datasets;
import dev.bottleneck.sweep.definition.SweepDefinition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The user's own files that a worker elsewhere needs of a sweep, by the paths at which it finds
 * them from the folder it works in.
 *
 * <p>What is named by a relative path goes along; an absolute one, or one that leads out of the
 * present folder, each machine has to see by itself.
 *
 * @param sweep what the worker calls the sweep
 * @param files the sweep's file, its experiment's and what those name
 */
record Luggage(String sweep, Map<String, Path> files) {
  private static final String EXPERIMENT = "experiment.";

  Luggage {
    files = Map.copyOf(files);
  }

  /** That of the sweep that was given as {@code nameOrFile}. */
  static Luggage of(String nameOrFile, SweepDefinition sweep) {
    Map<String, Path> files = new TreeMap<>();
    String name = nameOrFile;
    if (isYaml(nameOrFile)) {
      Path file = Path.of(nameOrFile);
      name = relative(nameOrFile).orElse(file.getFileName()).toString();
      files.put(name, file);
    }
    if (isYaml(sweep.experiment())) {
      add(sweep.experiment(), files);
    }
    values(sweep)
        .forEach(
            value -> {
              String kind = Datasets.kind(value);
              add(kind.isEmpty() ? value : "./" + value.substring(kind.length()), files);
            });
    return new Luggage(name, files);
  }

  /** The files of the built-in data sets that the sweep's trials are trained on, by name. */
  static Map<String, List<Path>> data(SweepDefinition sweep, DataOptions options) {
    Map<String, List<Path>> files = new TreeMap<>();
    values(sweep).forEach(name -> files.put(name, Datasets.files(name, options)));
    files.values().removeIf(List::isEmpty);
    return files;
  }

  private static boolean isYaml(String name) {
    return name.endsWith(".yaml") || name.endsWith(".yml");
  }

  /** All that the sweep has its experiment's keys be. */
  private static Stream<String> values(SweepDefinition sweep) {
    Stream<String> fixed =
        sweep.identity().entrySet().stream()
            .filter(entry -> entry.getKey().startsWith(EXPERIMENT))
            .map(Map.Entry::getValue);
    return Stream.concat(
        fixed,
        sweep.space().dimensions().stream().flatMap(its -> its.domain().extremes().stream()));
  }

  /** A folder is one only where that is said: the word "mnist" names no folder beside the user. */
  private static void add(String path, Map<String, Path> files) {
    relative(path)
        .filter(file -> Files.isRegularFile(file) || path.contains("/") && Files.isDirectory(file))
        .ifPresent(file -> addAll(file, files));
  }

  private static void addAll(Path path, Map<String, Path> files) {
    try (Stream<Path> all = Files.walk(path)) {
      all.filter(Files::isRegularFile).forEach(file -> files.put(file.toString(), file));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + path, e);
    }
  }

  private static Optional<Path> relative(String path) {
    try {
      Path plain = Path.of(path).normalize();
      boolean stays = !plain.isAbsolute() && !plain.startsWith("..") && !path.isBlank();
      return stays ? Optional.of(plain) : Optional.empty();
    } catch (InvalidPathException e) {
      return Optional.empty(); // no path after all
    }
  }
}
