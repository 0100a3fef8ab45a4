package dev.bottleneck.study.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bottleneck.data.ReadingOptions;
import dev.bottleneck.runtime.Seeds;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.study.configuration.TrainingOptions;
import java.util.List;
import java.util.Map;

/** What a configuration's file may leave out, and what it then is. */
final class ConfigurationDefaults {
  private static final String FIRST_SEED = "firstSeed";
  private static final Map<String, Object> VALUES = Map.of("blocks", 1, "untilDecided", false);

  private ConfigurationDefaults() {}

  /** Whether {@code key} is one of the configuration's own that may be left out. */
  static boolean has(String key) {
    return key.equals(FIRST_SEED) || VALUES.containsKey(key);
  }

  /** The configuration's own keys that may be left out. */
  static List<String> keys() {
    return List.of(FIRST_SEED, "blocks", "untilDecided");
  }

  /**
   * Adds to {@code whole} what it leaves out.
   *
   * @param name of the file, for errors
   */
  static void complete(String name, ObjectNode whole) {
    if (!whole.has(FIRST_SEED) && whole.path("name").isTextual()) {
      whole.put(FIRST_SEED, Seeds.first(whole.path("name").asText()));
    }
    VALUES.forEach(
        (key, value) -> {
          if (!whole.has(key)) {
            whole.set(key, Yaml.MAPPER.valueToTree(value));
          }
        });
    whole.set("reading", of(name, whole, "reading", ReadingOptions.DEFAULTS));
    whole.set("training", of(name, whole, "training", TrainingOptions.DEFAULTS));
  }

  /**
   * The options of the section {@code key} of {@code root}, with the default of each that it leaves
   * out.
   *
   * @throws UserError if it is no section
   */
  static ObjectNode of(String name, ObjectNode root, String key, Record defaults) {
    ObjectNode options = Yaml.MAPPER.valueToTree(defaults);
    JsonNode given = root.get(key);
    if (given instanceof ObjectNode section) {
      options.setAll(section);
    } else if (given != null) {
      throw new UserError(
          "%s: %s is %s: expected keys and values".formatted(name, key, given.asText()));
    }
    return options;
  }
}
