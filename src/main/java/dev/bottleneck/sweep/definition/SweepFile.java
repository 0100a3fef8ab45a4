package dev.bottleneck.sweep.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.study.configuration.Configuration;
import dev.bottleneck.study.experiment.Experiment;
import dev.bottleneck.study.result.Arm;
import dev.bottleneck.study.yaml.ConfigurationFile;
import dev.bottleneck.study.yaml.ShippedConfigurations;
import dev.bottleneck.study.yaml.Yaml;
import dev.bottleneck.sweep.space.Space;
import dev.bottleneck.sweep.trial.Objective;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A sweep as YAML: read strictly, each mistake named by file and key. */
public final class SweepFile {
  /** Keys of a configuration that the sweep sets itself. */
  private static final Set<String> OWN =
      Set.of("name", "experiment", "seeds", "firstSeed", "evaluateOn", "published");

  private final String file;
  private final String text;
  private final SweepContent content;
  private final List<String> overrides;

  private SweepFile(String file, String text, SweepContent content, List<String> overrides) {
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
  public static SweepDefinition parse(String file, String text, List<String> overrides) {
    return new SweepFile(file, text, SweepContent.read(file, text), overrides).sweep();
  }

  private SweepDefinition sweep() {
    ConfigurationFile base = base();
    List<String> searchable = new ArrayList<>(base.keys());
    searchable.removeAll(OWN);
    Space space = new SpaceReader(file, searchable).read(content.space());
    Objective objective = objective(base, base.experiment());
    if (content.pruning().kind() != PruningOptions.Kind.NONE
        && !base.experiment().trainingOptions().contains("patience")) {
      throw new UserError(
          String.format(
              Locale.ROOT,
              "%s: pruning.kind is %s, but %s gives no validation loss after its epochs: set none",
              file,
              content.pruning().kind(),
              content.experiment()));
    }
    if (content.second().given()) {
      requireTwoObjectives(space);
    }
    return new SweepDefinition(
        file,
        content.name(),
        base,
        space,
        content.search(),
        objective,
        content.second(),
        content.budget(),
        content.pruning(),
        content.race(),
        content.seedsPerTrial(),
        content.sweepSeed(),
        content.finalSeeds(),
        content.failuresInARow(),
        identity(base, base.experiment(), objective),
        text,
        overrides);
  }

  /** What goes with one objective alone is refused, and a second that is no number. */
  private void requireTwoObjectives(Space space) {
    String parameter = content.second().parameter();
    boolean isNumber =
        space.dimensions().stream()
            .filter(dimension -> dimension.name().equals(parameter))
            .anyMatch(dimension -> dimension.domain().extremes().stream().allMatch(this::isNumber));
    if (!parameter.isEmpty() && !isNumber) {
      throw new UserError(
          String.format(
              Locale.ROOT,
              "%s: second.parameter is %s, which is no number that is searched: take one of space,"
                  + " or a metric",
              file,
              parameter));
    }
    if (content.second().metric().equals(content.objective().metric())) {
      throw new UserError(
          "%s: second.metric is %s, as objective.metric is: give another"
              .formatted(file, content.second().metric()));
    }
    refuseWithTwo(
        !content.search().kind().takesTwoObjectives(), "search.kind is " + content.search().kind());
    refuseWithTwo(
        content.pruning().kind() != PruningOptions.Kind.NONE,
        "pruning.kind is " + content.pruning().kind());
    refuseWithTwo(content.race().areSeveral(), "race.settings is " + content.race().settings());
  }

  private void refuseWithTwo(boolean refused, String what) {
    if (refused) {
      throw new UserError(
          "%s: %s, which goes with one objective: leave it out, or second".formatted(file, what));
    }
  }

  private boolean isNumber(String value) {
    try {
      return Double.isFinite(Double.parseDouble(value));
    } catch (NumberFormatException e) {
      return false;
    }
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
        Assignment.requireWellFormed(override);
        requireNotOwn("--set " + override, Assignment.key(override));
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
          String.format(
              Locale.ROOT,
              "%s: %s: a sweep sets that itself; it has seedsPerTrial, finalSeeds and sweepSeed",
              file,
              where));
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
          String.format(
              Locale.ROOT,
              "%s: objective.arm is %s: %s trains %s; name the one to be searched",
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
    // A trial's genes have its order.
    List<String> names = new ArrayList<>();
    content.space().fieldNames().forEachRemaining(names::add);
    all.put("space in order", String.join(", ", names));
    all.set("search", Yaml.MAPPER.valueToTree(content.search()));
    all.set("objective", Yaml.MAPPER.valueToTree(objective));
    all.set("pruning", Yaml.MAPPER.valueToTree(content.pruning()));
    if (content.second().given()) {
      all.set("second", Yaml.MAPPER.valueToTree(content.second()));
    }
    if (content.race().areSeveral()) {
      all.set("race", Yaml.MAPPER.valueToTree(content.race()));
    }
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
