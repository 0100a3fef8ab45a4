package dev.bottleneck.sweep.report;

import dev.bottleneck.evaluation.Metric;
import dev.bottleneck.report.MetricsCsv;
import dev.bottleneck.runtime.WholeFile;
import dev.bottleneck.study.configuration.Configuration;
import dev.bottleneck.study.experiment.Experiment;
import dev.bottleneck.study.yaml.ConfigurationFile;
import dev.bottleneck.sweep.definition.SweepDefinition;
import dev.bottleneck.sweep.space.Dimension;
import dev.bottleneck.sweep.store.RaceStanding;
import dev.bottleneck.sweep.store.TrialStore;
import dev.bottleneck.sweep.store.Winner;
import dev.bottleneck.sweep.trial.Trial;
import dev.bottleneck.sweep.trial.Trial.Stage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The files of a sweep's folder beside its store, written whole from what the store holds. */
public final class SweepFiles {
  private final SweepDefinition sweep;
  private final Path folder;

  public SweepFiles(SweepDefinition sweep, Path folder) {
    this.sweep = sweep;
    this.folder = folder;
  }

  /**
   * @param workers how many there were and on what, in words
   */
  public void write(TrialStore store, Metric metric, String workers) throws IOException {
    List<Trial> search = store.trials(Stage.SEARCH);
    List<Trial> after = new ArrayList<>(store.trials(Stage.RACE));
    after.addAll(store.trials(Stage.FINAL));
    trials(search, after).write(folder.resolve("trials.csv"));
    Optional<RaceStanding> race = RaceStanding.of(store, sweep.objective(), sweep.race());
    Optional<Trial> winner = Winner.of(store.standing(sweep.objective()), race);
    if (winner.isPresent()) {
      String told = SweepStatus.winner(winner.get(), race, sweep, metric);
      WholeFile.write(
          folder.resolve("best.yaml"), best(winner.get(), told, sweep.base().experiment()));
    }
    new SweepReport(sweep, metric, store, workers).write(folder);
  }

  private MetricsCsv trials(List<Trial> search, List<Trial> after) {
    List<String> parameters =
        sweep.space().dimensions().stream().map(Dimension::name).distinct().toList();
    List<String> measures =
        Stream.concat(search.stream(), after.stream())
            .flatMap(trial -> trial.measures().keySet().stream())
            .distinct()
            .toList();
    List<String> header = new ArrayList<>(List.of("stage", "trial", "state", "firstSeed", "value"));
    header.addAll(parameters);
    header.addAll(measures);
    header.addAll(List.of("seconds", "attempts", "error"));
    MetricsCsv csv = new MetricsCsv(header.toArray(String[]::new));
    Stream.concat(search.stream(), after.stream())
        .forEach(trial -> csv.row(row(trial, parameters, measures)));
    return csv;
  }

  private static Object[] row(Trial trial, List<String> parameters, List<String> measures) {
    List<Object> row = new ArrayList<>();
    row.add(trial.stage());
    row.add(trial.number());
    row.add(trial.state());
    row.add(trial.firstSeed());
    row.add(trial.value().isPresent() ? trial.value().getAsDouble() : null);
    parameters.forEach(name -> row.add(trial.parameters().get(name)));
    measures.forEach(name -> row.add(mean(trial.measures().get(name))));
    row.add(trial.seconds());
    row.add(trial.job().attempts());
    row.add(trial.error().orElse(null));
    return row.toArray();
  }

  private static Double mean(List<Double> values) {
    return values == null
        ? null
        : values.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
  }

  /** The winner as a configuration that {@code bottleneck run} takes: the final runs, all arms. */
  private <H extends Record> String best(Trial trial, String told, Experiment<H> experiment) {
    boolean tested = sweep.finalSeeds() > 0;
    ConfigurationFile file =
        sweep
            .configuration(trial.parameters())
            .set("name=" + sweep.name() + "-best")
            .set("evaluateOn=" + (tested ? "test" : "validation"))
            .set("seeds=" + (tested ? sweep.finalSeeds() : sweep.seedsPerTrial()))
            .set("firstSeed=" + (tested ? sweep.firstFinalSeed() : trial.firstSeed()));
    Configuration<H> configuration = file.read(experiment);
    return String.format(
        Locale.ROOT,
        "# The best setting of the sweep %s: %s.%n%s",
        sweep.name(),
        told,
        ConfigurationFile.write(configuration));
  }
}
