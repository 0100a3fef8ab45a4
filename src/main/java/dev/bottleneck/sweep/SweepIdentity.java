package dev.bottleneck.sweep;

import dev.bottleneck.data.Dataset;
import dev.bottleneck.data.Sha256;
import dev.bottleneck.data.Splits;
import dev.bottleneck.jobs.StoreFailure;
import dev.bottleneck.jobs.StorePlace;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.study.configuration.Configuration;
import dev.bottleneck.study.yaml.ConfigurationFile;
import dev.bottleneck.sweep.definition.Assignment;
import dev.bottleneck.sweep.definition.SweepDefinition;
import dev.bottleneck.sweep.definition.SweepFile;
import dev.bottleneck.sweep.space.Dimension;
import dev.bottleneck.sweep.work.SharedData;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All that the results of a sweep depend on: what its file says, and what its data and the networks
 * that it starts from hold.
 */
final class SweepIdentity {
  /** Before the name of data or of a start, as the experiment's configuration has it. */
  static final String CONTENT = "content of ";

  private static final String EXPERIMENT = "experiment.";
  private static final String DATA = "data";
  private static final int MOST_DIFFERENCES = 3;

  private SweepIdentity() {}

  /**
   * By key.
   *
   * @throws UserError if what the sweep trains on, or starts from, cannot be read
   */
  static Map<String, String> of(SweepDefinition sweep, SharedData data) {
    Map<String, String> identity = new TreeMap<>(sweep.identity());
    for (ConfigurationFile file : configurations(sweep)) {
      Configuration<?> configuration = file.read(file.experiment());
      identity.put(CONTENT + configuration.data(), hash(data.open(configuration)));
    }
    Path start = Path.of(sweep.identity().getOrDefault(EXPERIMENT + "training.from", ""));
    if (Files.isRegularFile(start) || Files.isDirectory(start)) {
      identity.put(CONTENT + start, hash(start));
    }
    return identity;
  }

  /** Of a model, or of all models in a run's folder. */
  private static String hash(Path start) {
    try (Stream<Path> files = Files.find(start, 2, (file, is) -> is.isRegularFile())) {
      List<Path> models =
          files.filter(f -> f.equals(start) || f.endsWith("model.zip")).sorted().toList();
      StringBuilder hashes = new StringBuilder();
      for (Path model : models) {
        hashes.append(start.relativize(model)).append(Sha256.of(Files.readAllBytes(model)));
      }
      return Sha256.of(hashes.toString().getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UserError("from is " + start + ": it cannot be read: " + e, e);
    }
  }

  /** One for the base's data, and for each that are searched. */
  private static List<ConfigurationFile> configurations(SweepDefinition sweep) {
    List<ConfigurationFile> files = new ArrayList<>();
    files.add(sweep.base());
    for (Dimension dimension : sweep.space().dimensions()) {
      if (dimension.name().equals(DATA)) {
        dimension.domain().extremes().stream()
            .map(name -> sweep.configuration(Map.of(DATA, name)))
            .forEach(files::add);
      }
    }
    return files;
  }

  private static String hash(Splits data) {
    String parts =
        Stream.of(Optional.of(data.train()), data.validation(), data.test())
            .flatMap(Optional::stream)
            .map(Dataset::contentHash)
            .collect(Collectors.joining(" "));
    return Sha256.of(parts.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Refuses the store of another sweep.
   *
   * @param place the store's
   * @param stored what it was begun with
   * @param wanted the identity of {@code sweep}
   * @throws UserError showing what of the data has changed, or how to go on with the store's sweep,
   *     or the first differences
   */
  static void requireSame(
      StorePlace place,
      Map<String, String> stored,
      Map<String, String> wanted,
      SweepDefinition sweep) {
    Set<String> keys = new TreeSet<>(stored.keySet());
    keys.addAll(wanted.keySet());
    keys.removeIf(key -> stored.getOrDefault(key, "").equals(wanted.getOrDefault(key, "")));
    if (keys.isEmpty()) {
      return;
    }
    if (keys.stream().allMatch(key -> key.startsWith(CONTENT) && isInBoth(key, stored, wanted))) {
      String names =
          keys.stream().map(k -> k.substring(CONTENT.length())).collect(Collectors.joining(", "));
      throw refusal(
          place, names + " has changed since the sweep was begun: bring back what it held,");
    }
    List<String> assignments = assignments(keys, stored, sweep);
    if (!assignments.isEmpty()) {
      throw refusal(
          place, "the sweep was begun with " + String.join(" ", assignments) + ": say so again,");
    }
    // Of other data the content follows from their names.
    keys.removeIf(key -> key.startsWith(CONTENT) && !isInBoth(key, stored, wanted));
    List<String> differences = new ArrayList<>();
    for (String key : keys) {
      String there = stored.getOrDefault(key, "nothing");
      String here = wanted.getOrDefault(key, "nothing");
      differences.add(key + " is " + there + " there and " + here + " here");
    }
    int more = differences.size() - MOST_DIFFERENCES;
    throw refusal(
        place,
        "the store of another sweep: "
            + String.join(
                "; ", differences.subList(0, Math.min(MOST_DIFFERENCES, differences.size())))
            + (more > 0 ? String.format(Locale.ROOT, "; and %d more", more) : "")
            + ";");
  }

  private static boolean isInBoth(String key, Map<String, String> a, Map<String, String> b) {
    return a.containsKey(key) && b.containsKey(key);
  }

  private static UserError refusal(StorePlace place, String what) {
    return new UserError(
        place + ": " + StoreFailure.printable(what, 600) + " or " + place.otherPlace());
  }

  /**
   * Of {@code --set}, such that {@code sweep} becomes the stored one; empty if none do so, which is
   * tried.
   */
  private static List<String> assignments(
      Set<String> differing, Map<String, String> stored, SweepDefinition sweep) {
    List<String> assignments = new ArrayList<>(sweep.overrides());
    List<String> shown = new ArrayList<>();
    for (String key : differing) {
      if (key.startsWith(CONTENT)) {
        // Follows from which data they are.
        continue;
      }
      if (!key.startsWith(EXPERIMENT) || !stored.containsKey(key)) {
        return List.of();
      }
      Assignment assignment =
          Assignment.of(key.substring(key.lastIndexOf('.') + 1), stored.get(key));
      assignments.add(assignment.text());
      shown.add(assignment.shown());
    }
    try {
      Map<String, String> then =
          new TreeMap<>(SweepFile.parse(sweep.file(), sweep.text(), assignments).identity());
      Map<String, String> before = new TreeMap<>(stored);
      before.keySet().removeIf(key -> key.startsWith(CONTENT));
      return then.equals(before) ? shown : List.of();
    } catch (UserError e) {
      return List.of();
    }
  }
}
