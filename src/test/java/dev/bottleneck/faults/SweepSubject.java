package dev.bottleneck.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code sweep}: trials at random settings, and the best one on test data. */
record SweepSubject() implements Subject {
  static final int WORKERS = 2;

  /** Of the search, and of the best setting on test data. */
  static final int TRIALS = 12 + 2;

  private static final String YAML =
      """
      name: toy
      experiment: fourier
      set: {validation: 'last:200', epochs: 20}
      space:
        code: {integer: [1, 10]}
        learningRate: {log-uniform: [0.0001, 0.01]}
      search: {kind: random}
      objective: {metric: loss, goal: min}
      budget: {trials: 12}
      finalSeeds: 2
      """;

  @Override
  public String name() {
    return "sweep";
  }

  private static Path file(Path room) throws IOException {
    return Files.writeString(room.resolve("toy.yaml"), YAML);
  }

  /** The sweep's own folder. */
  static Path folder(Path room) {
    return room.resolve("sweeps/toy");
  }

  /** The file that holds the trials, once the sweep has begun. */
  static Optional<Path> store(Path room) throws IOException {
    return Wreckage.files(folder(room)).stream()
        .filter(file -> file.toString().endsWith(".sqlite"))
        .findFirst();
  }

  @Override
  public Launch begin(Path room) throws IOException {
    return Launch.of(
        List.of(
            "sweep",
            file(room).toString(),
            "--out=" + room.resolve("sweeps"),
            "--workers=" + WORKERS,
            "--checkpoint-every=0.001"));
  }

  @Override
  public boolean hasBegun(Path room) throws IOException {
    return store(room).isPresent();
  }

  @Override
  public Launch goOn(Path room) throws IOException {
    // What was the death of several processes has failed, lest it be begun for ever.
    return hasBegun(room) ? begin(room).and("--resume", "--retry-failed") : begin(room);
  }

  @Override
  public Map<String, String> results(Path room) throws IOException {
    Map<String, String> results = new LinkedHashMap<>();
    rows(room).forEach(row -> results.put(row.get("stage") + row.get("trial"), measured(row)));
    results.put("best.yaml", Files.readString(folder(room).resolve("best.yaml")));
    results.put("report.html", "" + Files.exists(folder(room).resolve("report.html")));
    return results;
  }

  private static String measured(Map<String, String> row) {
    Map<String, String> measures = new LinkedHashMap<>(row);
    measures.keySet().removeAll(List.of("seconds", "attempts"));
    return measures.toString();
  }

  /** How often each trial was begun, once the sweep has ended. */
  static int attempts(Path room) throws IOException {
    return rows(room).stream().mapToInt(row -> Integer.parseInt(row.get("attempts"))).sum();
  }

  private static List<Map<String, String>> rows(Path room) throws IOException {
    List<String> lines = Files.readAllLines(folder(room).resolve("trials.csv"));
    String[] header = lines.get(0).split(",");
    List<Map<String, String>> rows = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",", -1);
      Map<String, String> row = new LinkedHashMap<>();
      for (int i = 0; i < header.length; i++) {
        row.put(header[i], cells[i]);
      }
      rows.add(row);
    }
    return rows;
  }

  /** Trials stand in a file only at the end; their attempts are counted instead. */
  @Override
  public Map<String, String> ended(Path room) {
    return Map.of();
  }
}
