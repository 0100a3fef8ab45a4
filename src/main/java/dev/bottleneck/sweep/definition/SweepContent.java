package dev.bottleneck.sweep.definition;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bottleneck.runtime.Require;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.study.yaml.ConfigurationErrors;
import dev.bottleneck.study.yaml.Yaml;
import dev.bottleneck.sweep.trial.Objective;
import dev.bottleneck.sweep.trial.SecondObjective;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The keys of a sweep's file as they stand there, with the defaults of those it leaves out. */
record SweepContent(
    String name,
    String experiment,
    Map<String, JsonNode> set,
    JsonNode space,
    SearchOptions search,
    Objective objective,
    SecondObjective second,
    Budget budget,
    PruningOptions pruning,
    RaceOptions race,
    int seedsPerTrial,
    long sweepSeed,
    int finalSeeds,
    int failuresInARow) {
  /** What a file may leave out. */
  private static final Map<String, Object> DEFAULTS =
      Map.of(
          "set", Map.of(),
          "seedsPerTrial", 1,
          "sweepSeed", 1,
          "finalSeeds", 5,
          "failuresInARow", 5);

  private static final Map<String, Object> SECTION_DEFAULTS =
      Map.of(
          "second",
          SecondObjective.NONE,
          "search",
          SearchOptions.DEFAULTS,
          "pruning",
          PruningOptions.DEFAULTS,
          "race",
          RaceOptions.NONE,
          "objective",
          Map.of("goal", "min", "arm", ""),
          "budget",
          Map.of("minutes", 0));

  private static final Map<String, Class<? extends Record>> SECTIONS =
      Map.of(
          "search", SearchOptions.class,
          "objective", Objective.class,
          "second", SecondObjective.class,
          "budget", Budget.class,
          "pruning", PruningOptions.class,
          "race", RaceOptions.class);

  SweepContent {
    Require.atLeast("seedsPerTrial", seedsPerTrial, 1);
    Require.atLeast("finalSeeds", finalSeeds, 0);
    Require.atLeast("failuresInARow", failuresInARow, 1);
    if (!name.matches("[a-z0-9][a-z0-9-]*")) {
      throw new UserError(
          String.format(
              Locale.ROOT,
              "name is %s: use small letters, digits and hyphens, as it names a folder",
              name));
    }
  }

  /** Reads {@code text}; {@code file} is what errors call it. */
  static SweepContent read(String file, String text) {
    ObjectNode given = Yaml.read(file, text, "experiment: sparse-kl");
    requireValues(file, "", given);
    ObjectNode root = withDefaults(file, given);
    requireOptionsOfKind(
        file, given, "search", SearchOptions.Kind.RANDOM, SearchOptions.Kind.values());
    requireOptionsOfKind(
        file, given, "pruning", PruningOptions.Kind.NONE, PruningOptions.Kind.values());
    ConfigurationErrors.checkKeys(file, root, SweepContent.class);
    SECTIONS.forEach(
        (key, record) -> ConfigurationErrors.checkKeys(file + ": " + key, root.get(key), record));
    try {
      return Yaml.MAPPER.readerFor(SweepContent.class).readValue(root);
    } catch (JsonProcessingException e) {
      throw ConfigurationErrors.explain(file, root, e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What stands there empty was hardly meant to be nothing. */
  private static void requireValues(String file, String path, JsonNode node) {
    if (node.isNull() || node.isMissingNode()) {
      throw new UserError(file + ": " + path + " is empty: give it a value, or leave it out");
    }
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      requireValues(
          file, path.isEmpty() ? entry.getKey() : path + "." + entry.getKey(), entry.getValue());
    }
    if (node.isArray()) {
      node.forEach(element -> requireValues(file, path, element));
    }
  }

  private static ObjectNode withDefaults(String file, ObjectNode given) {
    ObjectNode root = Yaml.MAPPER.valueToTree(DEFAULTS);
    root.setAll(given);
    SECTION_DEFAULTS.forEach(
        (key, defaults) -> {
          ObjectNode section = Yaml.MAPPER.valueToTree(defaults);
          JsonNode stated = given.get(key);
          if (stated instanceof ObjectNode object) {
            section.setAll(object);
          } else if (stated != null) {
            throw new UserError(
                String.format(
                    Locale.ROOT,
                    "%s: %s is %s: expected keys and values",
                    file,
                    key,
                    stated.asText()));
          }
          root.set(key, section);
        });
    return root;
  }

  /** An option of another kind would be passed over in silence. */
  private static <K extends OptionKind> void requireOptionsOfKind(
      String file, ObjectNode given, String section, K byDefault, K[] kinds) {
    JsonNode node = given.path(section);
    String stated = node.path("kind").asText(byDefault.toString());
    for (K kind : kinds) {
      if (kind.toString().equalsIgnoreCase(stated)) {
        List<String> keys = new ArrayList<>(kind.options());
        keys.add("kind");
        node.fieldNames()
            .forEachRemaining(
                key -> {
                  if (!keys.contains(key)) {
                    throw ConfigurationErrors.unknownKey(
                        String.format(Locale.ROOT, "%s: %s of kind %s", file, section, kind),
                        key,
                        keys);
                  }
                });
      }
    }
  }
}
