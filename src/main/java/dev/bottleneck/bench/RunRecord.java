package dev.bottleneck.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a run left in its folder of where its time went.
 *
 * @param sums of {@code timings.csv} over all networks: of their phases by metric, and of the jobs
 *     with {@code job} before the metric
 */
record RunRecord(JsonNode manifest, JsonNode summary, Map<String, Double> sums) {
  /** The only run in {@code out}, a folder of runs. */
  static RunRecord of(Path out) throws IOException {
    Path run = onlyFolder(onlyFolder(out));
    ObjectMapper json = new ObjectMapper();
    return new RunRecord(
        json.readTree(run.resolve("manifest.json").toFile()),
        json.readTree(run.resolve("summary.json").toFile()),
        sums(Files.readAllLines(run.resolve("timings.csv"))));
  }

  static Path onlyFolder(Path parent) throws IOException {
    try (Stream<Path> children = Files.list(parent)) {
      return children.filter(Files::isDirectory).findFirst().orElseThrow();
    }
  }

  /** Rows of arm, seed, phase, metric and value. */
  static Map<String, Double> sums(List<String> lines) {
    Map<String, Double> sums = new LinkedHashMap<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",");
      String name = cells[2].equals("job") ? "job " + cells[3] : cells[3];
      sums.merge(name, Double.parseDouble(cells[4]), Double::sum);
    }
    return sums;
  }

  /** Seconds to read the data. */
  double data() {
    return manifest.get("dataSeconds").asDouble();
  }

  /** Where {@code whole} seconds of its process went, by part. */
  Map<String, Double> parts(double whole) {
    double jobs = manifest.get("wallSeconds").asDouble();
    double report = manifest.get("reportSeconds").asDouble();
    double gather = sums.getOrDefault("gatherSeconds", 0.0);
    double step = sums.getOrDefault("stepSeconds", 0.0);
    double validation = sums.getOrDefault("job validationSeconds", 0.0);
    Map<String, Double> parts = new LinkedHashMap<>();
    parts.put("start-up", whole - data() - jobs - report);
    parts.put("data", data());
    parts.put("gather", gather);
    parts.put("step", step);
    parts.put("loop", training() - gather - step);
    parts.put("validation", validation);
    parts.put("checkpoints", checkpoints());
    parts.put("measures", jobs - training() - validation - checkpoints());
    parts.put("report", report);
    return parts;
  }

  /** Seconds of all networks' epochs. */
  double training() {
    return sums.getOrDefault("job trainingSeconds", 0.0);
  }

  /** Seconds in which states were kept. */
  double checkpoints() {
    return sums.getOrDefault("job checkpointSeconds", 0.0);
  }

  /** Images trained on, each as often as it was. */
  double images() {
    return sums.getOrDefault("images", 0.0);
  }

  /** The mean over the seeds of {@code arm}'s loss, or its error where it has no loss. */
  double reached(String arm) {
    JsonNode measures = summary.get("arms").get(arm).get("measures");
    return measures.get(measures.has("loss") ? "loss" : "error").get("mean").asDouble();
  }
}
