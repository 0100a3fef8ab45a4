package dev.bottleneck.study.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bottleneck.study.configuration.Configuration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A configuration as single keys and values, each key as {@code --set} takes it. */
public final class FlatSettings {
  /** The seeds' keys, which are told as one. */
  private static final String SEEDS = "seeds";

  private static final String FIRST_SEED = "firstSeed";

  private static final String HYPERPARAMETERS = "hyperparameters";

  /** What is told otherwise, and what changes no number. */
  private static final Set<String> LEFT_OUT =
      Set.of(HYPERPARAMETERS, "published", SEEDS, FIRST_SEED);

  private FlatSettings() {}

  /** The hyper-parameters first; paths are absolute. */
  public static Map<String, String> of(Configuration<?> configuration) {
    Map<String, String> settings = new LinkedHashMap<>();
    JsonNode tree = Yaml.MAPPER.valueToTree(configuration.withAbsolutePaths());
    Set<String> taken = new HashSet<>();
    tree.fieldNames().forEachRemaining(taken::add); // which --set takes for the top level's own
    add(tree, HYPERPARAMETERS, taken, settings);
    tree.fields()
        .forEachRemaining(
            field -> {
              if (LEFT_OUT.contains(field.getKey())) {
                return;
              }
              if (field.getValue().isObject()) {
                add(tree, field.getKey(), taken, settings);
              } else {
                settings.put(field.getKey(), text(field.getValue()));
              }
            });
    settings.put(SEEDS, "%d from %d".formatted(configuration.seeds(), configuration.firstSeed()));
    return settings;
  }

  /** With the section's name before a key that is taken. */
  private static void add(
      JsonNode tree, String section, Set<String> taken, Map<String, String> settings) {
    tree.path(section)
        .fields()
        .forEachRemaining(
            field -> {
              String key = field.getKey();
              settings.put(taken.add(key) ? key : section + "." + key, text(field.getValue()));
            });
  }

  private static String text(JsonNode value) {
    if (!value.isArray()) {
      return value.isValueNode() ? value.asText() : value.toString();
    }
    List<String> values = new ArrayList<>();
    value.forEach(element -> values.add(text(element)));
    return values.toString();
  }
}
