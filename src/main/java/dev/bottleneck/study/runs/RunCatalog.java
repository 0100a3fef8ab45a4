package dev.bottleneck.study.runs;

import dev.bottleneck.device.FailureLine;
import dev.bottleneck.runtime.NearestName;
import dev.bottleneck.runtime.Printable;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.study.experiment.Experiment;
import dev.bottleneck.study.yaml.ConfigurationFile;
import dev.bottleneck.study.yaml.FlatSettings;
import dev.bottleneck.study.yaml.ShippedConfigurations;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The runs below a folder, {@code <root>/<experiment>/<id>}, the newest first.
 *
 * @param runs those that can be read
 * @param unreadable a line for each that cannot
 */
public record RunCatalog(List<RecordedRun> runs, List<String> unreadable) {
  private static final Logger LOG = LoggerFactory.getLogger(RunCatalog.class);
  private static final Pattern ID = Pattern.compile("\\d{8}-\\d{6}-[0-9a-f]{6}");
  private static final int MOST_NAMED = 5;

  public RunCatalog {
    runs = List.copyOf(runs);
    unreadable = List.copyOf(unreadable);
  }

  /**
   * Reads the runs below {@code root}; one that is damaged hides no other.
   *
   * @param experiment those of this configuration's name; empty for all
   * @throws UserError if there is no such folder or no run of that name
   */
  public static RunCatalog of(Path root, Optional<String> experiment) {
    List<RecordedRun> runs = new ArrayList<>();
    List<String> unreadable = new ArrayList<>();
    for (Path folder : folders(root, experiment, unreadable)) {
      try {
        runs.add(RecordedRun.open(folder));
      } catch (UserError e) {
        unreadable.add(Printable.message(e.getMessage()));
      } catch (RuntimeException e) { // whatever its readers throw at what someone else wrote
        LOG.warn("{} cannot be read", folder, e);
        unreadable.add(Printable.message(folder + ": " + FailureLine.of(e)));
      }
    }
    return new RunCatalog(runs, unreadable);
  }

  /**
   * The folder of a run.
   *
   * @param pathOrId its folder, or the beginning of its id or of the digits at the id's end
   * @throws UserError if there is none, or several
   */
  public static Path find(Path root, String pathOrId) {
    Path path = dev.bottleneck.runtime.Require.path("run", pathOrId);
    if (Files.exists(path)) {
      return path;
    }
    Predicate<Path> called =
        folder -> {
          String id = name(folder);
          return id.startsWith(pathOrId) || RecordedRun.shortId(id).startsWith(pathOrId);
        };
    List<Path> found =
        Files.isDirectory(root) && !pathOrId.isEmpty()
            ? folders(root, Optional.empty(), new ArrayList<>()).stream().filter(called).toList()
            : List.of();
    if (found.isEmpty()) {
      throw new UserError(
          "%s: there is no such folder, and no run below %s has an id that begins so: ./bottleneck runs list shows them"
              .formatted(pathOrId, root));
    }
    if (found.size() > 1) {
      throw new UserError(
          "%s is the beginning of %d runs' ids: give more of it: %s"
              .formatted(
                  pathOrId,
                  found.size(),
                  found.stream()
                      .limit(MOST_NAMED)
                      .map(RunCatalog::name)
                      .collect(Collectors.joining(", "))));
    }
    return found.get(0);
  }

  private static String name(Path folder) {
    return folder.getFileName().toString();
  }

  /**
   * @param unreadable is given a line for each experiment whose runs cannot be listed
   */
  private static List<Path> folders(
      Path root, Optional<String> experiment, List<String> unreadable) {
    if (!Files.isDirectory(root)) {
      throw new UserError(
          root + ": there is no such folder; ./bottleneck run makes it with the first run");
    }
    Map<String, Path> experiments =
        within(root).stream().collect(Collectors.toMap(RunCatalog::name, folder -> folder));
    experiment
        .filter(name -> !experiments.containsKey(name))
        .ifPresent(
            name -> {
              throw new UserError(
                  "--experiment %s: %s has no runs of it%s"
                      .formatted(
                          name,
                          root,
                          NearestName.of(name, experiments.keySet())
                              .map(nearest -> "; did you mean " + nearest + "?")
                              .orElse("")));
            });
    return experiments.values().stream()
        .filter(folder -> experiment.isEmpty() || name(folder).equals(experiment.get()))
        .flatMap(
            folder -> {
              try {
                return within(folder).stream();
              } catch (UserError e) {
                unreadable.add(Printable.message(e.getMessage()));
                return Stream.empty();
              }
            })
        .filter(folder -> ID.matcher(name(folder)).matches())
        .sorted(Comparator.comparing(RunCatalog::name).reversed())
        .toList();
  }

  private static List<Path> within(Path folder) {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(Files::isDirectory).toList();
    } catch (IOException | UncheckedIOException e) {
      throw new UserError(folder + ": cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * What each of the runs was asked for otherwise than the configuration that is shipped under its
   * name says, but for its seeds; empty where none is shipped.
   */
  public List<Optional<Map<String, String>>> changed() {
    Map<String, Optional<Map<String, String>>> shipped = new HashMap<>();
    return runs.stream()
        .map(
            run ->
                shipped
                    .computeIfAbsent(run.configuration().name(), RunCatalog::shipped)
                    .map(usual -> changed(run, usual)))
        .toList();
  }

  private static Map<String, String> changed(RecordedRun run, Map<String, String> usual) {
    Map<String, String> changed = new java.util.LinkedHashMap<>();
    SettingDifference.from(usual, run)
        .forEach(difference -> changed.put(difference.key(), difference.values().get(1)));
    return changed;
  }

  private static Optional<Map<String, String>> shipped(String name) {
    if (!ShippedConfigurations.all().containsKey(name)) {
      return Optional.empty();
    }
    ConfigurationFile file = ShippedConfigurations.open(name);
    return Optional.of(settings(file, file.experiment()));
  }

  private static <H extends Record> Map<String, String> settings(
      ConfigurationFile file, Experiment<H> experiment) {
    return FlatSettings.of(file.read(experiment));
  }
}
