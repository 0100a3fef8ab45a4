package dev.bottleneck.bench;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.sweep.space.Dimension;
import dev.bottleneck.sweep.space.Domain;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Optuna's default search on a table, in a Python of the user's, which reads the table by itself.
 */
final class OptunaOnTable {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

  private final Path python;
  private final Path script;
  private final Path folder;

  /** What it found, and which Optuna it was. */
  record Found(String version, double[][] least) {}

  /**
   * @param folder takes the script and what it reads
   */
  OptunaOnTable(String python, Path folder) {
    this.python = Path.of(python);
    this.script = Scripts.copyAlone("optuna_tables.py", folder);
    this.folder = folder;
  }

  /** The least cost after each trial, of each of some sweeps of the seeds 1, 2 and so on. */
  Found run(ResultTable table, int sweeps, int trials, int workers) {
    try {
      Path file = folder.resolve(table.sweep().name() + ".json");
      Files.writeString(file, JSON.writeValueAsString(described(table)));
      TimedProcess process =
          TimedProcess.run(
              List.of(
                  python.toString(),
                  script.toString(),
                  file.toString(),
                  Integer.toString(sweeps),
                  Integer.toString(trials),
                  Integer.toString(workers)),
              environment -> environment.put("OMP_NUM_THREADS", "1"));
      if (process.exitCode() != 0) {
        throw new UserError(python + ": Optuna ended with " + process.exitCode() + ", see above");
      }
      return JSON.readValue(process.output(), Found.class);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot tell Optuna of the table", e);
    }
  }

  private static Map<String, Object> described(ResultTable table) {
    List<Object> dimensions = new ArrayList<>();
    table.sweep().space().dimensions().forEach(dimension -> dimensions.add(described(dimension)));
    List<Object> points = new ArrayList<>();
    table
        .points()
        .forEach((parameters, cost) -> points.add(Map.of("parameters", parameters, "cost", cost)));
    return Map.of("dimensions", dimensions, "points", points);
  }

  private static Map<String, Object> described(Dimension dimension) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("name", dimension.name());
    all.put("label", dimension.label());
    List<String> ends = dimension.domain().extremes();
    if (dimension.domain() instanceof Domain.Choice) {
      all.put("choices", ends);
    } else {
      all.put("low", Double.valueOf(ends.get(0)));
      all.put("high", Double.valueOf(ends.get(1)));
      all.put("log", dimension.domain().logarithmic());
      all.put("whole", dimension.domain() instanceof Domain.Whole);
    }
    dimension
        .condition()
        .ifPresent(
            condition -> {
              all.put("on", condition.on());
              all.put("values", condition.values().stream().sorted().toList());
            });
    return all;
  }
}
