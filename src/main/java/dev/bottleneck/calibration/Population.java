package dev.bottleneck.calibration;

import dev.bottleneck.evaluation.Metric;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.study.configuration.Configuration;
import dev.bottleneck.study.experiment.Experiment;
import dev.bottleneck.study.result.Arm;
import dev.bottleneck.study.result.ArmPair;
import dev.bottleneck.study.result.MetricRow;
import dev.bottleneck.study.yaml.ConfigurationFile;
import dev.bottleneck.study.yaml.ShippedConfigurations;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What many seeds of a study gave: of each arm the final measure on every seed.
 *
 * @param name of the experiment, or of the file without its extension
 * @param metric what was measured
 * @param arms by key, in the file's order: the value by seed
 * @param pairs the comparisons of the study, on the seeds that both arms have
 */
record Population(
    String name, Metric metric, Map<String, Map<Long, Double>> arms, List<Pair> pairs) {
  private static final String CONFIGURATION = "config.yaml";

  /** Two arms on the seeds that both have; {@code a[i]} and {@code b[i]} are of one seed. */
  record Pair(String name, double[] a, double[] b) {}

  /**
   * Reads a run's folder: its headline measure, and the pairs that its experiment compares; or a
   * {@code metrics.csv} of classifiers, perhaps its lines of the phase "end" alone: the test error,
   * and every pair of arms, earlier ones the baselines of later ones.
   *
   * @throws UserError if the file is no such table
   */
  static Population read(Path source) {
    if (Files.isDirectory(source)) {
      ConfigurationFile file = ShippedConfigurations.open(source.resolve(CONFIGURATION).toString());
      return ofRun(source.resolve(MetricRow.FILE), file, file.experiment());
    }
    Metric metric = Metric.classificationError().of("test");
    Map<String, Map<Long, Double>> arms = arms(source, metric);
    String name = source.getFileName().toString();
    int dot = name.lastIndexOf('.');
    List<ArmPair> every = ArmPair.all(arms.keySet().stream().map(k -> new Arm(k, k)).toList());
    return new Population(
        dot > 0 ? name.substring(0, dot) : name, metric, arms, pairs(arms, every));
  }

  private static <H extends Record> Population ofRun(
      Path table, ConfigurationFile file, Experiment<H> experiment) {
    Configuration<H> configuration = file.read(experiment);
    Metric metric = experiment.headline(configuration);
    Map<String, Map<Long, Double>> arms = arms(table, metric);
    List<ArmPair> pairs = experiment.pairs(configuration.hyperparameters());
    return new Population(configuration.name(), metric, arms, pairs(arms, pairs));
  }

  private static Map<String, Map<Long, Double>> arms(Path table, Metric metric) {
    Map<String, Map<Long, Double>> arms = new LinkedHashMap<>();
    for (MetricRow row : MetricRow.read(table, metric.key()::equals)) {
      if (row.isFinal()) {
        arms.computeIfAbsent(row.arm(), arm -> new TreeMap<>()).put(row.seed(), row.value());
      }
    }
    if (arms.size() < 2) {
      throw new UserError(
          "%s: %d arms have the measure %s: a comparison takes two"
              .formatted(table, arms.size(), metric.key()));
    }
    return arms;
  }

  /** Those of {@code pairs} both of whose arms are there. */
  private static List<Pair> pairs(Map<String, Map<Long, Double>> arms, List<ArmPair> pairs) {
    return pairs.stream()
        .filter(p -> arms.keySet().containsAll(List.of(p.baseline().key(), p.arm().key())))
        .map(p -> pair(arms, p.baseline().key(), p.arm().key()))
        .toList();
  }

  private static Pair pair(Map<String, Map<Long, Double>> arms, String baseline, String arm) {
    Map<Long, Double> a = arms.get(baseline);
    Map<Long, Double> b = arms.get(arm);
    long[] seeds = a.keySet().stream().filter(b::containsKey).mapToLong(Long::longValue).toArray();
    double[] ofA = new double[seeds.length];
    double[] ofB = new double[seeds.length];
    for (int i = 0; i < seeds.length; i++) {
      ofA[i] = a.get(seeds[i]);
      ofB[i] = b.get(seeds[i]);
    }
    return new Pair(arm + " against " + baseline, ofA, ofB);
  }

  /** The values of one arm. */
  double[] values(String arm) {
    return arms.get(arm).values().stream().mapToDouble(Double::doubleValue).toArray();
  }
}
