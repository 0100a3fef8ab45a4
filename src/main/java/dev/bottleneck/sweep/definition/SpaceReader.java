package dev.bottleneck.sweep.definition;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.study.yaml.ConfigurationErrors;
import dev.bottleneck.sweep.space.Dimension;
import dev.bottleneck.sweep.space.Dimension.Condition;
import dev.bottleneck.sweep.space.Domain;
import dev.bottleneck.sweep.space.Space;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the section {@code space} of a sweep; each mistake is named by file and key. */
final class SpaceReader {
  private static final String WHEN = "when";
  private static final List<String> KINDS = List.of("uniform", "log-uniform", "integer", "choice");
  private static final List<String> KEYS =
      List.of("uniform", "log-uniform", "integer", "choice", WHEN);

  private final String file;
  private final Collection<String> known;
  private final List<Dimension> dimensions = new ArrayList<>();

  /**
   * @param file what errors call the sweep
   * @param known what can be searched
   */
  SpaceReader(String file, Collection<String> known) {
    this.file = file;
    this.known = known;
  }

  Space read(JsonNode space) {
    if (!space.isObject() || space.isEmpty()) {
      throw wrong("space", "name a hyper-parameter to search, such as code: {integer: [8, 64]}");
    }
    for (Map.Entry<String, JsonNode> entry : space.properties()) {
      String name = entry.getKey();
      if (!known.contains(name)) {
        throw ConfigurationErrors.unknownKey(file + ": space", name, known);
      }
      if (entry.getValue().isArray()) {
        entry.getValue().forEach(alternative -> add(name, alternative));
      } else {
        add(name, entry.getValue());
      }
    }
    return new Space(dimensions);
  }

  private void add(String name, JsonNode node) {
    String where = "space." + name;
    if (!node.isObject()) {
      throw wrong(
          where,
          String.format(Locale.ROOT, "is %s: expected such as {uniform: [0, 1]}", node.asText()));
    }
    List<String> kinds = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      if (!KEYS.contains(entry.getKey())) {
        throw ConfigurationErrors.unknownKey(file + ": " + where, entry.getKey(), KEYS);
      }
      if (KINDS.contains(entry.getKey())) {
        kinds.add(entry.getKey());
      }
    }
    if (kinds.size() != 1) {
      throw wrong(where, "needs one of " + String.join(", ", KINDS));
    }
    String kind = kinds.get(0);
    Domain domain = domain(where, kind, node.get(kind));
    Dimension dimension = new Dimension(name, domain, condition(where, node.get(WHEN)));
    requireApart(where, dimension);
    dimensions.add(dimension);
  }

  private Domain domain(String where, String kind, JsonNode values) {
    if (kind.equals("choice")) {
      return choice(where, values);
    }
    String range = String.format(Locale.ROOT, "%s is %s", kind, values);
    if (!values.isArray()
        || values.size() != 2
        || !values.get(0).isNumber()
        || !values.get(1).isNumber()) {
      throw wrong(where, range + ": expected two numbers, such as [1, 10]");
    }
    double low = values.get(0).asDouble();
    double high = values.get(1).asDouble();
    if (!Double.isFinite(low) || !Double.isFinite(high)) {
      throw wrong(where, range + ": both ends must be finite");
    }
    requireTaken(where, kind, range, values);
    if (low == high) {
      throw wrong(where, range + ": an empty range; a fixed value stands under set");
    }
    if (low > high) {
      // Said last, as the ends in the other order are taken then.
      throw wrong(
          where,
          String.format(
              Locale.ROOT,
              "%s: the lower end comes first, [%s, %s]",
              range,
              values.get(1),
              values.get(0)));
    }
    return switch (kind) {
      case "uniform" -> new Domain.Uniform(low, high);
      case "log-uniform" -> new Domain.LogUniform(low, high);
      default -> new Domain.Whole(values.get(0).asInt(), values.get(1).asInt());
    };
  }

  /** Refuses an end that the kind of range cannot have, wherever it stands. */
  private void requireTaken(String where, String kind, String range, JsonNode values) {
    for (JsonNode end : values) {
      if (kind.equals("log-uniform") && end.asDouble() <= 0) {
        throw wrong(
            where, range + ": there is no logarithm of " + end + "; both ends must be above 0");
      }
      if (kind.equals("integer") && !isWhole(end)) {
        throw wrong(where, range + ": both ends must be whole numbers");
      }
    }
  }

  private static boolean isWhole(JsonNode value) {
    return value.isIntegralNumber() && value.canConvertToInt();
  }

  private Domain choice(String where, JsonNode values) {
    if (!values.isArray() || values.isEmpty()) {
      throw wrong(
          where,
          String.format(Locale.ROOT, "choice is %s: expected a list, such as [16, 32]", values));
    }
    Set<String> distinct = new LinkedHashSet<>();
    for (JsonNode value : values) {
      if (!distinct.add(text(value))) {
        throw wrong(where, String.format(Locale.ROOT, "choice has %s twice", text(value)));
      }
    }
    if (distinct.size() == 1) {
      throw wrong(
          where,
          String.format(Locale.ROOT, "choice is %s: a fixed value stands under set", values));
    }
    return new Domain.Choice(List.copyOf(distinct));
  }

  /** A list, such as [100, 100], stays YAML. */
  private static String text(JsonNode value) {
    return value.isValueNode() ? value.asText() : value.toString();
  }

  private Optional<Condition> condition(String where, JsonNode when) {
    if (when == null) {
      return Optional.empty();
    }
    if (!when.isObject() || when.size() != 1) {
      throw wrong(
          where,
          String.format(
              Locale.ROOT, "when is %s: expected one choice, such as {kind: [a, b]}", when));
    }
    Map.Entry<String, JsonNode> entry = when.properties().iterator().next();
    String on = entry.getKey();
    Domain.Choice choice =
        dimensions.stream()
            .filter(d -> d.name().equals(on))
            .map(Dimension::domain)
            .filter(Domain.Choice.class::isInstance)
            .map(Domain.Choice.class::cast)
            .findFirst()
            .orElseThrow(
                () ->
                    wrong(
                        where,
                        String.format(
                            Locale.ROOT, "when names %s, which is no choice above it", on)));
    Set<String> values = new HashSet<>();
    if (entry.getValue().isArray()) {
      entry.getValue().forEach(value -> values.add(text(value)));
    } else {
      values.add(text(entry.getValue()));
    }
    for (String value : values) {
      if (!choice.values().contains(value)) {
        throw wrong(
            where,
            String.format(
                Locale.ROOT,
                "when asks for %s: %s, but the choices are %s",
                on,
                value,
                String.join(", ", choice.values())));
      }
    }
    if (values.isEmpty()) {
      throw wrong(where, "when names no value of " + on);
    }
    return Optional.of(new Condition(on, values));
  }

  /** Two ranges of one hyper-parameter must never count at once. */
  private void requireApart(String where, Dimension dimension) {
    for (Dimension other : dimensions) {
      if (!other.name().equals(dimension.name())) {
        continue;
      }
      boolean apart =
          dimension.condition().isPresent()
              && other.condition().isPresent()
              && dimension.condition().get().on().equals(other.condition().get().on())
              && dimension.condition().get().values().stream()
                  .noneMatch(other.condition().get().values()::contains);
      if (!apart) {
        throw wrong(where, "has two ranges: give each its own values of one choice by when");
      }
    }
  }

  private UserError wrong(String where, String what) {
    return new UserError(String.format(Locale.ROOT, "%s: %s %s", file, where, what));
  }
}
