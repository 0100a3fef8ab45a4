package dev.bottleneck.study;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.type.TypeFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import dev.bottleneck.runtime.UserError;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A configuration as YAML: read with overrides, each mistake named by file and key; written whole.
 */
public final class ConfigurationFile {
  private static final String HYPERPARAMETERS = "hyperparameters";
  private static final String PUBLISHED = "published";

  /** Keys that may change without making it another experiment than the one that was published. */
  private static final Set<String> SAME_EXPERIMENT = Set.of("name", "seeds", "firstSeed", "quick");

  private static final JsonMapper YAML =
      JsonMapper.builder(
              YAMLFactory.builder()
                  .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                  .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
          .enable(DeserializationFeature.READ_ENUMS_USING_TO_STRING)
          .enable(SerializationFeature.WRITE_ENUMS_USING_TO_STRING)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .build();

  private final String name;
  private final ObjectNode root;

  private ConfigurationFile(String name, ObjectNode root) {
    this.name = name;
    this.root = root;
  }

  /**
   * Parses {@code text}.
   *
   * @param name what errors call it: the file's path
   */
  public static ConfigurationFile parse(String name, String text) {
    try {
      if (YAML.readTree(text) instanceof ObjectNode root) {
        return new ConfigurationFile(name, root);
      }
    } catch (JsonProcessingException e) {
      throw new UserError(
          "%s, line %d: not well-formed YAML: %s"
              .formatted(name, e.getLocation().getLineNr(), firstLine(e.getOriginalMessage())),
          e);
    }
    throw new UserError(name + ": expected keys and values, such as 'data: mnist'");
  }

  /**
   * Sets {@code key=value}; the key is a hyper-parameter's or one of the configuration's own, the
   * value is YAML, so {@code hidden=[200,100]} is a list. What was published for another setting is
   * dropped.
   */
  public ConfigurationFile set(String assignment) {
    int equals = assignment.indexOf('=');
    if (equals < 1) {
      throw new UserError("--set " + assignment + ": expected key=value, such as --set seeds=5");
    }
    String key = assignment.substring(0, equals).strip();
    String value = assignment.substring(equals + 1).strip();
    JsonNode hyperparameters = root.get(HYPERPARAMETERS);
    boolean topLevel = root.has(key) && !Set.of(HYPERPARAMETERS, PUBLISHED).contains(key);
    if (!topLevel && !(hyperparameters instanceof ObjectNode h && h.has(key))) {
      throw ConfigurationErrors.unknownKey("--set " + assignment, key, keys());
    }
    if (!SAME_EXPERIMENT.contains(key)) {
      dropPublished();
    }
    try {
      JsonNode parsed = YAML.readTree(value.isEmpty() ? "''" : value);
      (topLevel ? root : (ObjectNode) hyperparameters).set(key, parsed);
    } catch (JsonProcessingException e) {
      throw new UserError("--set " + assignment + ": the value is not well-formed YAML", e);
    }
    return this;
  }

  /**
   * Takes {@code other} where the file asks for {@code data}, and drops what was published; a file
   * that asks for anything else stays as it is.
   */
  public ConfigurationFile replaceData(String data, String other) {
    if (root.path("data").asText().equals(data)) {
      root.put("data", other);
      dropPublished();
    }
    return this;
  }

  private void dropPublished() {
    if (root.has(PUBLISHED)) {
      root.putObject(PUBLISHED);
    }
  }

  private List<String> keys() {
    List<String> keys = new ArrayList<>();
    root.fieldNames().forEachRemaining(keys::add);
    keys.removeAll(Set.of(HYPERPARAMETERS, PUBLISHED));
    if (root.get(HYPERPARAMETERS) instanceof ObjectNode h) {
      h.fieldNames().forEachRemaining(keys::add);
    }
    return keys;
  }

  /** The experiment that the file names, made but not run. */
  public Experiment<?> experiment() {
    JsonNode named = root.get("experiment");
    if (named == null || !named.isTextual()) {
      throw new UserError(
          name + ": the key experiment is missing: it names the experiment's class");
    }
    return ExperimentClass.instantiate(named.asText(), name);
  }

  /** The configuration, every value checked. */
  public <H extends Record> Configuration<H> read(Experiment<H> experiment) {
    ConfigurationErrors.checkKeys(name, root, Configuration.class);
    ConfigurationErrors.checkKeys(name, root.get(HYPERPARAMETERS), experiment.hyperparameters());
    var type =
        TypeFactory.defaultInstance()
            .constructParametricType(Configuration.class, experiment.hyperparameters());
    try {
      return YAML.readerFor(type).readValue(root);
    } catch (JsonProcessingException e) {
      throw ConfigurationErrors.explain(name, root, e);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** The configuration as YAML, every key written. */
  public static String write(Configuration<?> configuration) {
    try {
      return YAML.writeValueAsString(YAML.convertValue(configuration, Map.class));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a configuration that cannot be written as YAML", e);
    }
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse(text).strip();
  }
}
