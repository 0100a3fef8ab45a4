package dev.bottleneck.bench;

import dev.bottleneck.jobs.JobState;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.sweep.definition.ShippedSweeps;
import dev.bottleneck.sweep.definition.SweepDefinition;
import dev.bottleneck.sweep.space.Dimension;
import dev.bottleneck.sweep.space.Domain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.datavec.api.records.reader.impl.csv.SerializableCSVParser;

/**
 * What a sweep found at every setting of a grid, as a function of all settings between: multilinear
 * between the grid's points, of logarithmic ranges in the logarithm, for each choice by itself. It
 * is least at a point of the grid, and has no value beside one that failed.
 */
final class ResultTable {
  private final SweepDefinition sweep;
  private final Map<Map<String, String>, Double> costs = new HashMap<>();

  /** Of each range its values in the grid, by where they lie. */
  private final Map<Dimension, TreeMap<Double, String>> grids = new HashMap<>();

  private ResultTable(SweepDefinition sweep) {
    this.sweep = sweep;
    for (Dimension dimension : sweep.space().dimensions()) {
      if (!(dimension.domain() instanceof Domain.Choice)) {
        grids.put(dimension, new TreeMap<>());
      }
    }
  }

  /**
   * Reads a table.
   *
   * @param definition the file of the sweep
   * @param results its {@code trials.csv}
   * @throws UserError if one of them cannot be read, or a setting of the grid is missing
   */
  static ResultTable read(Path definition, Path results) {
    ResultTable table = new ResultTable(ShippedSweeps.open(definition.toString(), List.of()));
    List<String> lines = lines(definition, results);
    int number = 0;
    try {
      SerializableCSVParser parser = new SerializableCSVParser();
      List<String> header = List.of(parser.parseLine(lines.get(number++)));
      for (String line : lines.subList(1, lines.size())) {
        number++;
        String[] cells = parser.parseLine(line);
        Map<String, String> row = new HashMap<>();
        for (int i = 0; i < cells.length; i++) {
          row.put(header.get(i), cells[i]);
        }
        table.put(row);
      }
    } catch (IOException | RuntimeException e) { // whatever is in a line, and is none of its trials
      throw new UserError(
          "%s: not the trials.csv of the sweep in %s: line %d is none of its trials"
              .formatted(results, definition, number),
          e);
    }
    if (table.costs.isEmpty()) {
      throw new UserError(results + ": no trial in it is complete");
    }
    return table;
  }

  private static List<String> lines(Path definition, Path results) {
    try {
      return Files.readAllLines(results);
    } catch (NoSuchFileException e) {
      throw new UserError(
          "%s: there is no such file: put the trials.csv there that ./bottleneck sweep %s writes"
              .formatted(results, definition),
          e);
    } catch (IOException e) {
      throw new UserError(results + ": cannot be read as UTF-8 text: " + e.getMessage(), e);
    }
  }

  private void put(Map<String, String> row) {
    Map<String, String> parameters = new LinkedHashMap<>();
    for (Dimension dimension : sweep.space().dimensions()) {
      if (sweep.space().counts(dimension, parameters)) {
        String text = row.get(dimension.name());
        parameters.put(dimension.name(), text);
        if (grids.containsKey(dimension)) {
          grids.get(dimension).put(position(dimension, text), text);
        }
      }
    }
    if (row.get("state").equals(JobState.COMPLETE.toString())) {
      costs.put(parameters, sweep.objective().cost(Double.parseDouble(row.get("value"))));
    }
  }

  private static double position(Dimension dimension, String text) {
    double position = dimension.domain().position(text);
    return dimension.domain().logarithmic() ? Math.log(position) : position;
  }

  /** The sweep that found it. */
  SweepDefinition sweep() {
    return sweep;
  }

  /** Settings that have a value. */
  int size() {
    return costs.size();
  }

  /** The value of the best setting as something to be made small. */
  double least() {
    return costs.values().stream().mapToDouble(cost -> cost).min().orElseThrow();
  }

  /** A point of the grid, and its share in what lies between. */
  private record Corner(Map<String, String> parameters, double share) {}

  /** The value of a setting as something to be made small; empty if it would fail. */
  OptionalDouble cost(Map<String, String> setting) {
    double sum = 0;
    for (Corner corner : corners(setting)) {
      Double cost = costs.get(corner.parameters());
      if (cost == null) {
        return OptionalDouble.empty();
      }
      sum += corner.share() * cost;
    }
    return OptionalDouble.of(sum);
  }

  private List<Corner> corners(Map<String, String> setting) {
    List<Corner> corners = List.of(new Corner(Map.of(), 1));
    for (Dimension dimension : sweep.space().dimensions()) {
      if (sweep.space().counts(dimension, setting)) {
        Map<String, Double> shares = shares(dimension, setting.get(dimension.name()));
        List<Corner> more = new ArrayList<>();
        for (Corner corner : corners) {
          shares.forEach(
              (text, share) -> {
                Map<String, String> parameters = new LinkedHashMap<>(corner.parameters());
                parameters.put(dimension.name(), text);
                more.add(new Corner(parameters, corner.share() * share));
              });
        }
        corners = more;
      }
    }
    return corners;
  }

  /** The neighbours of a value in the grid, and how near each is. */
  private Map<String, Double> shares(Dimension dimension, String text) {
    TreeMap<Double, String> grid = grids.get(dimension);
    if (grid == null) {
      return Map.of(text, 1.0);
    }
    double position =
        Math.max(grid.firstKey(), Math.min(grid.lastKey(), position(dimension, text)));
    Map.Entry<Double, String> below = grid.floorEntry(position);
    Map.Entry<Double, String> above = grid.ceilingEntry(position);
    if (below.getKey().equals(above.getKey())) {
      return Map.of(below.getValue(), 1.0);
    }
    double share = (position - below.getKey()) / (above.getKey() - below.getKey());
    return Map.of(below.getValue(), 1 - share, above.getValue(), share);
  }

  /** The points of the grid with their values as something to be made small. */
  Map<Map<String, String>, Double> points() {
    return Map.copyOf(costs);
  }
}
