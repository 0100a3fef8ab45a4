package dev.bottleneck.fuzz;

import dev.bottleneck.data.DataOptions;
import dev.bottleneck.study.configuration.Configuration;
import dev.bottleneck.study.experiment.Experiment;
import dev.bottleneck.study.yaml.ConfigurationFile;
import dev.bottleneck.study.yaml.ShippedConfigurations;
import dev.bottleneck.sweep.definition.ShippedSweeps;
import dev.bottleneck.sweep.definition.SweepDefinition;
import dev.bottleneck.sweep.work.SweepChecks;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The readers of configurations and sweeps. */
final class YamlTargets {
  private static final String CONFIGURATION = "config.yaml";
  private static final String SWEEP = "sweep.yaml";

  /** A sweep with every kind of domain, a condition, and options of search and pruning. */
  private static final String LARGE_SWEEP =
      """
      name: toy
      experiment: sparse-kl
      set: {data: sines, validation: last:40, inputs: 30, epochs: 3}
      space:
        code: {integer: [2, 12]}
        schedule: {choice: [constant, cosine]}
        learningRate:
          - {uniform: [0.001, 0.1], when: {schedule: constant}}
          - {log-uniform: [0.0001, 0.1], when: {schedule: cosine}}
      search: {kind: genetic, population: 4}
      objective: {metric: crossEntropy, goal: min, arm: sparse-kl}
      pruning: {kind: median, firstEpoch: 1}
      budget: {trials: 6, minutes: 5}
      seedsPerTrial: 2
      sweepSeed: 3
      """;

  private YamlTargets() {}

  static List<Target> all() {
    List<Map<String, byte[]>> configurations =
        ShippedConfigurations.all().values().stream()
            .map(text -> Target.file(CONFIGURATION, onSines(text)))
            .toList();
    List<Map<String, byte[]>> sweeps = sweeps();
    return List.of(
        configuration(
            "configuration", 12, configurations, Mutation.anyOf(Lines::mutated, Bytes::forged)),
        configuration("configuration-tree", 12, configurations, Trees::ofYaml),
        sweep("sweep", 9, sweeps, Mutation.anyOf(Lines::mutated, Bytes::forged)),
        sweep("sweep-tree", 8, sweeps, Trees::ofYaml));
  }

  private static String onSines(String text) {
    return text.replaceFirst("(?m)^data: .*", "data: sines")
        .replaceFirst("(?m)^validation: .*:.*", "validation: last:40");
  }

  private static List<Map<String, byte[]>> sweeps() {
    String small =
        LARGE_SWEEP
            .replaceFirst("(?s)  learningRate:.*?search.*?\n", "")
            .replaceFirst("pruning.*", "");
    return List.of(Target.file(SWEEP, LARGE_SWEEP), Target.file(SWEEP, small));
  }

  private static Target configuration(
      String name, int weight, List<Map<String, byte[]>> corpus, Mutation mutation) {
    return new Target(
        name,
        weight,
        false,
        corpus,
        Map.of(CONFIGURATION, mutation),
        in -> {
          ConfigurationFile file = ShippedConfigurations.open(in.resolve(CONFIGURATION).toString());
          return read(file, file.experiment());
        });
  }

  /** All that is done before data of any size are read and networks made. */
  static <H extends Record> String read(ConfigurationFile file, Experiment<H> experiment) {
    Configuration<H> configuration = file.read(experiment);
    H h = configuration.hyperparameters();
    experiment.arms(h);
    experiment.headline(configuration);
    configuration.training().learningRateSchedule();
    if (configuration.data().equals("sines")) {
      configuration.open(DataOptions.defaults());
    }
    return ConfigurationFile.write(configuration);
  }

  private static Target sweep(
      String name, int weight, List<Map<String, byte[]>> corpus, Mutation mutation) {
    return new Target(
        name,
        weight,
        false,
        corpus,
        Map.of(SWEEP, mutation),
        in -> {
          Path file = in.resolve(SWEEP);
          SweepDefinition sweep = ShippedSweeps.open(file.toString(), List.of());
          SweepChecks.grid(sweep);
          double[] genes = new double[sweep.space().size()];
          Arrays.fill(genes, 0.5);
          return sweep.identity() + " " + sweep.space().proposal(genes);
        });
  }
}
