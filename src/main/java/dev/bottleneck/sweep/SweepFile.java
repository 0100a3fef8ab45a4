package dev.bottleneck.sweep;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bottleneck.runtime.Require;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.study.Arm;
import dev.bottleneck.study.Configuration;
import dev.bottleneck.study.ConfigurationErrors;
import dev.bottleneck.study.ConfigurationFile;
import dev.bottleneck.study.Experiment;
import dev.bottleneck.study.ShippedConfigurations;
import dev.bottleneck.study.Yaml;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A sweep as YAML: read strictly, each mistake named by file and key. */
final class SweepFile {
  /** What a file may leave out. */
  private static final Map<String, Object> DEFAULTS =
      Map.of("seedsPerTrial", 1, "sweepSeed", 1, "finalSeeds", 5, "failuresInARow", 5);

  /** Keys of a configuration that the sweep sets itself. */
  private static final Set<String> OWN =
      Set.of("name", "experiment", "seeds", "firstSeed", "evaluateOn", "published");

  private static final Map<String, Class<? extends Record>> SECTIONS =
      Map.of(
          "search", SearchOptions.class,
          "objective", Objective.class,
          "budget", Budget.class,
          "pruning", PruningOptions.class);

  private final String file;
  private final String text;
  private final Content content;
  private final List<String> overrides;

  /** The file's keys. */
  private record Content(
      String name,
      String experiment,
      Map<String, JsonNode> set,
      JsonNode space,
      SearchOptions search,
      Objective objective,
      Budget budget,
      PruningOptions pruning,
      int seedsPerTrial,
      long sweepSeed,
      int finalSeeds,
      int failuresInARow) {
    private Content {
      Require.atLeast("seedsPerTrial", seedsPerTrial, 1);
      Require.atLeast("finalSeeds", finalSeeds, 0);
      Require.atLeast("failuresInARow", failuresInARow, 1);
      if (!name.matches("[a-z0-9][a-z0-9-]*")) {
        throw new UserError(
            "name is %s: use small letters, digits and hyphens, as it names a folder"
                .formatted(name));
      }
    }
  }

  private SweepFile(String file, String text, Content content, List<String> overrides) {
    this.file = file;
    this.text = text;
    this.content = content;
    this.overrides = overrides;
  }

  /**
   * Reads and checks a sweep.
   *
   * @param file what errors call it: its path
   * @param overrides {@code key=value} for the experiment, over those of the file
   * @throws UserError naming the file, the key and what would be right
   */
  static Sweep parse(String file, String text, List<String> overrides) {
    ObjectNode root = withDefaults(file, Yaml.read(file, text, "experiment: sparse-kl"));
    ConfigurationErrors.checkKeys(file, root, Content.class);
    SECTIONS.forEach(
        (key, record) -> ConfigurationErrors.checkKeys(file + ": " + key, root.get(key), record));
    try {
      Content content = Yaml.MAPPER.readerFor(Content.class).readValue(root);
      return new SweepFile(file, text, content, overrides).sweep();
    } catch (JsonProcessingException e) {
      throw ConfigurationErrors.explain(file, root, e);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static ObjectNode withDefaults(String file, ObjectNode given) {
    ObjectNode root = given.deepCopy();
    DEFAULTS.forEach(
        (key, value) -> {
          if (!root.has(key)) {
            root.set(key, Yaml.MAPPER.valueToTree(value));
          }
        });
    if (!root.has("set")) {
      root.putObject("set");
    }
    section(file, root, "search", SearchOptions.DEFAULTS);
    section(file, root, "pruning", PruningOptions.DEFAULTS);
    section(file, root, "objective", Map.of("goal", "min", "arm", ""));
    section(file, root, "budget", Map.of("minutes", 0));
    requireOptionsOfKind(file, given, "search", SearchOptions.Kind.values());
    requireOptionsOfKind(file, given, "pruning", PruningOptions.Kind.values());
    return root;
  }

  private static void section(String file, ObjectNode root, String key, Object defaults) {
    ObjectNode whole = Yaml.MAPPER.valueToTree(defaults);
    JsonNode given = root.get(key);
    if (given instanceof ObjectNode object) {
      whole.setAll(object);
    } else if (given != null) {
      throw new UserError(
          "%s: %s is %s: expected keys and values".formatted(file, key, given.asText()));
    }
    root.set(key, whole);
  }

  /** An option of another kind would be passed over in silence. */
  private static void requireOptionsOfKind(
      String file, ObjectNode given, String section, Enum<?>[] kinds) {
    JsonNode node = given.path(section);
    String kind = node.path("kind").asText(kinds[0].toString());
    for (Enum<?> known : kinds) {
      if (!known.toString().equalsIgnoreCase(kind)) {
        continue;
      }
      List<String> keys = new ArrayList<>(List.of("kind"));
      keys.addAll(
          known instanceof SearchOptions.Kind search
              ? search.options()
              : ((PruningOptions.Kind) known).options());
      node.fieldNames()
          .forEachRemaining(
              key -> {
                if (!keys.contains(key)) {
                  throw ConfigurationErrors.unknownKey(
                      "%s: %s of kind %s".formatted(file, section, kind), key, keys);
                }
              });
    }
  }

  private Sweep sweep() {
    ConfigurationFile base = base();
    List<String> searchable = new ArrayList<>(base.keys());
    searchable.removeAll(OWN);
    Space space = new SpaceReader(file, searchable).read(content.space());
    Objective objective = objective(base, base.experiment());
    if (content.pruning().kind() != PruningOptions.Kind.NONE
        && !base.experiment().trainingOptions().contains("patience")) {
      throw new UserError(
          "%s: pruning is %s, but %s gives no validation loss after its epochs: pruning: {kind: none}"
              .formatted(file, content.pruning().kind(), content.experiment()));
    }
    return new Sweep(
        file,
        content.name(),
        base,
        space,
        content.search(),
        objective,
        content.budget(),
        content.pruning(),
        content.seedsPerTrial(),
        content.sweepSeed(),
        content.finalSeeds(),
        content.failuresInARow(),
        identity(base, base.experiment(), objective),
        text);
  }

  /** The experiment's configuration, measured on validation data whatever its own file says. */
  private ConfigurationFile base() {
    ConfigurationFile base = ShippedConfigurations.open(content.experiment());
    try {
      for (Map.Entry<String, JsonNode> entry : content.set().entrySet()) {
        requireNotOwn("set." + entry.getKey(), entry.getKey());
        JsonNode value = entry.getValue();
        base.set(entry.getKey() + "=" + (value.isTextual() ? value.asText() : value));
      }
      for (String override : overrides) {
        requireNotOwn("--set " + override, override.split("=")[0].strip());
        base.set(override);
      }
      base.set("evaluateOn=validation").set("seeds=" + content.seedsPerTrial());
      base.read(base.experiment());
      return base;
    } catch (UserError e) {
      throw new UserError(
          e.getMessage().startsWith(file) ? e.getMessage() : file + ": " + e.getMessage(), e);
    }
  }

  private void requireNotOwn(String where, String key) {
    if (OWN.contains(key)) {
      throw new UserError(
          "%s: %s: a sweep sets that itself, by name, experiment, seedsPerTrial, finalSeeds and"
              + " sweepSeed".formatted(file, where));
    }
  }

  private <H extends Record> Objective objective(ConfigurationFile base, Experiment<H> experiment) {
    Configuration<H> configuration = base.read(experiment);
    List<String> arms =
        experiment.arms(configuration.hyperparameters()).stream().map(Arm::key).toList();
    Objective given = content.objective();
    if (given.arm().isEmpty() && arms.size() == 1) {
      return new Objective(given.metric(), given.goal(), arms.get(0));
    }
    if (!arms.contains(given.arm())) {
      throw new UserError(
          "%s: objective.arm is %s: %s trains %s; name the one to be searched"
              .formatted(
                  file,
                  given.arm().isEmpty() ? "missing" : given.arm(),
                  content.experiment(),
                  String.join(", ", arms)));
    }
    return given;
  }

  /** All that a trial's result depends on; a store keeps it and takes no other. */
  private <H extends Record> Map<String, String> identity(
      ConfigurationFile base, Experiment<H> experiment, Objective objective) {
    ObjectNode all = JsonNodeFactory.instance.objectNode();
    all.set("experiment", Yaml.MAPPER.valueToTree(base.read(experiment)));
    all.set("space", content.space());
    all.set("search", Yaml.MAPPER.valueToTree(content.search()));
    all.set("objective", Yaml.MAPPER.valueToTree(objective));
    all.set("pruning", Yaml.MAPPER.valueToTree(content.pruning()));
    all.put("seedsPerTrial", content.seedsPerTrial());
    all.put("sweepSeed", content.sweepSeed());
    Map<String, String> flat = new TreeMap<>();
    flatten("", all, flat);
    return new LinkedHashMap<>(flat);
  }

  private static void flatten(String path, JsonNode node, Map<String, String> into) {
    if (!node.isObject() || node.isEmpty()) {
      into.put(path, node.isTextual() ? node.asText() : node.toString());
      return;
    }
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      flatten(
          path.isEmpty() ? entry.getKey() : path + "." + entry.getKey(), entry.getValue(), into);
    }
  }
}
