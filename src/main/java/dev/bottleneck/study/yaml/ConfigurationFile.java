package dev.bottleneck.study.yaml;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.type.TypeFactory;
import dev.bottleneck.data.Datasets;
import dev.bottleneck.data.ReadingOptions;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.study.configuration.Configuration;
import dev.bottleneck.study.configuration.TrainingOptions;
import dev.bottleneck.study.experiment.Experiment;
import dev.bottleneck.study.experiment.ExperimentClass;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A configuration as YAML: read with overrides, each mistake named by file and key; written whole.
 */
public final class ConfigurationFile {
  private static final String HYPERPARAMETERS = "hyperparameters";
  private static final String PUBLISHED = "published";
  private static final String READING = "reading";
  private static final String TRAINING = "training";

  /** Keys whose values are sections. */
  private static final Set<String> SECTIONS = Set.of(HYPERPARAMETERS, PUBLISHED, READING, TRAINING);

  /** Keys that may change without making it another experiment than the one that was published. */
  private static final Set<String> SAME_EXPERIMENT =
      Set.of("name", "seeds", "firstSeed", "blocks", "untilDecided", "quick", "engine");

  private final String name;
  private final ObjectNode root;
  private final Map<String, String> assigned = new LinkedHashMap<>(); // by key, as it was typed

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
    return new ConfigurationFile(name, Yaml.read(name, text, "data: mnist"));
  }

  /**
   * That of an experiment that has no file: on MNIST, the last 5,000 training images held out and
   * measured on, three seeds, until other keys are set.
   */
  public static <H extends Record> ConfigurationFile of(
      Experiment<H> experiment, H hyperparameters) {
    Class<?> type = experiment.getClass();
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("name", ExperimentClass.configurationName(type));
    content.put("experiment", type.getName());
    content.put("data", "mnist");
    content.put("validation", "last:5000");
    content.put("evaluateOn", "validation");
    content.put("seeds", 3);
    content.put("quick", false);
    content.put(PUBLISHED, Map.of());
    content.put(HYPERPARAMETERS, Yaml.MAPPER.convertValue(hyperparameters, Map.class));
    return parse(type.getSimpleName(), Yaml.write(content));
  }

  /** Another file of the same content, to be changed by itself. */
  public ConfigurationFile copy() {
    ConfigurationFile copy = new ConfigurationFile(name, root.deepCopy());
    copy.assigned.putAll(assigned);
    return copy;
  }

  /**
   * Sets {@code key=value}; the key is a hyper-parameter's, one of the configuration's own or an
   * option's of reading or training, the value is YAML, so {@code hidden=[200,100]} is a list. What
   * was published for another setting is dropped.
   */
  public ConfigurationFile set(String assignment) {
    int equals = assignment.indexOf('=');
    if (equals < 1) {
      throw new UserError("--set " + assignment + ": expected key=value, such as --set seeds=5");
    }
    String key = assignment.substring(0, equals).strip();
    String value = assignment.substring(equals + 1).strip();
    if (key.equals("experiment")) {
      throw new UserError(
          "--set " + assignment + ": an experiment is chosen by its name: ./bottleneck run NAME");
    }
    ObjectNode section = sectionOf(key, assignment);
    YamlCheck.check("--set " + assignment, value);
    assigned.put(key, assignment);
    try {
      section.set(key, Yaml.MAPPER.readTree(value.isEmpty() ? "''" : value));
    } catch (JsonProcessingException e) {
      throw new UserError("--set " + assignment + ": the value is not well-formed YAML", e);
    }
    dropPublished(key);
    return this;
  }

  /**
   * Has the study run {@code blocks} blocks of as many seeds as it has.
   *
   * @throws UserError unless it names a number of seeds
   */
  public ConfigurationFile inBlocks(int blocks) {
    long seeds = root.path("seeds").asLong(0);
    if (seeds < 1 || seeds * blocks > Integer.MAX_VALUE) {
      throw new UserError(
          "%s: seeds is %s: %d blocks of so many cannot be run"
              .formatted(name, root.path("seeds").asText(), blocks));
    }
    return set("seeds=" + seeds * blocks).set("blocks=" + blocks);
  }

  /** Sets {@code key} to {@code text} as it stands, such as a path. */
  public ConfigurationFile setText(String key, String text) {
    sectionOf(key, key + "=" + text).put(key, text);
    dropPublished(key);
    return this;
  }

  /**
   * Takes {@code other} where the file asks for {@code data}, and drops what was published; a file
   * that asks for anything else stays as it is.
   */
  public ConfigurationFile replaceData(String data, String other) {
    return root.path("data").asText().equals(data) ? setText("data", other) : this;
  }

  private void dropPublished(String key) {
    if (!SAME_EXPERIMENT.contains(key) && root.has(PUBLISHED)) {
      root.putObject(PUBLISHED);
    }
  }

  /** Where {@code key} stands or, as a file may leave training options out, would stand. */
  private ObjectNode sectionOf(String key, String assignment) {
    if ((root.has(key) && !SECTIONS.contains(key)) || ConfigurationDefaults.has(key)) {
      return root;
    }
    if (root.get(HYPERPARAMETERS) instanceof ObjectNode hyperparameters
        && hyperparameters.has(key)) {
      return hyperparameters;
    }
    if (TrainingOptions.KEYS.contains(key)) {
      return section(TRAINING);
    }
    if (ReadingOptions.KEYS.contains(key)) {
      return section(READING);
    }
    throw ConfigurationErrors.unknownKey("--set " + assignment, key, keys());
  }

  private ObjectNode section(String name) {
    return root.get(name) instanceof ObjectNode given ? given : root.putObject(name);
  }

  /** What {@link #set} can set. */
  public List<String> keys() {
    List<String> keys = new ArrayList<>();
    root.fieldNames().forEachRemaining(keys::add);
    keys.removeAll(SECTIONS);
    keys.remove("experiment");
    ConfigurationDefaults.keys().stream().filter(key -> !keys.contains(key)).forEach(keys::add);
    if (root.get(HYPERPARAMETERS) instanceof ObjectNode h) {
      h.fieldNames().forEachRemaining(keys::add);
    }
    keys.addAll(TrainingOptions.KEYS);
    keys.addAll(ReadingOptions.KEYS);
    return keys;
  }

  /** The text at a key of the configuration's own. */
  public String text(String key) {
    JsonNode value = root.get(key);
    if (value == null || !value.isTextual()) {
      throw new UserError("%s: the key %s is missing".formatted(name, key));
    }
    return value.asText();
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
    ConfigurationErrors.refuseNothing(this::where, root);
    ObjectNode whole = root.deepCopy();
    if (!assigned.containsKey("data") && whole.path("data").isTextual()) {
      // Relative to the present folder, as in a shell; else to the file that names them.
      String data = whole.path("data").asText();
      Optional<Path> folder = folder();
      if (folder.isPresent() && !Datasets.lieHere(data)) {
        whole.put("data", Datasets.absolute(data, folder));
      }
    }
    ConfigurationDefaults.complete(name, whole);
    ConfigurationErrors.checkKeys(name, whole, Configuration.class);
    ConfigurationErrors.checkKeys(name, whole.get(READING), ReadingOptions.class);
    ConfigurationErrors.checkKeys(name, whole.get(TRAINING), TrainingOptions.class);
    ConfigurationErrors.checkKeys(name, whole.get(HYPERPARAMETERS), experiment.hyperparameters());
    var type =
        TypeFactory.defaultInstance()
            .constructParametricType(Configuration.class, experiment.hyperparameters());
    try {
      Configuration<H> configuration = Yaml.MAPPER.readerFor(type).readValue(whole);
      requireTaken(experiment, configuration.training());
      return configuration;
    } catch (JsonProcessingException e) {
      throw ConfigurationErrors.explain(this::where, whole, e);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /**
   * How the file would have its data read.
   *
   * @throws UserError naming the key that is wrong
   */
  public ReadingOptions reading() {
    ObjectNode options = ConfigurationDefaults.of(name, root, READING, ReadingOptions.DEFAULTS);
    ConfigurationErrors.checkKeys(name, options, ReadingOptions.class);
    try {
      return Yaml.MAPPER.treeToValue(options, ReadingOptions.class);
    } catch (JsonProcessingException e) {
      throw ConfigurationErrors.explain(this::where, options, e);
    }
  }

  private Optional<Path> folder() {
    try {
      Path file = Path.of(name).toAbsolutePath();
      return Files.isRegularFile(file) ? Optional.ofNullable(file.getParent()) : Optional.empty();
    } catch (InvalidPathException e) {
      return Optional.empty(); // what has no file is called otherwise
    }
  }

  /** Whose mistake something is: what was typed for a key, else the file. */
  private String where(String keyAndMore) {
    String key = keyAndMore.split("[ :]", 2)[0];
    return assigned.containsKey(key) ? "--set " + assigned.get(key) : name;
  }

  private void requireTaken(Experiment<?> experiment, TrainingOptions training) {
    Set<String> taken = experiment.trainingOptions();
    for (String key : training.changed()) {
      if (!taken.contains(key)) {
        String options =
            TrainingOptions.KEYS.stream().filter(taken::contains).collect(joining(", "));
        throw new UserError(
            "%s: %s does not take %s: %s"
                .formatted(
                    name,
                    ExperimentClass.configurationName(experiment.getClass()),
                    key,
                    "of the training options it takes " + options));
      }
    }
  }

  /** The configuration as YAML, every key written. */
  public static String write(Configuration<?> configuration) {
    return Yaml.write(Yaml.MAPPER.convertValue(configuration, Map.class));
  }
}
