package dev.bottleneck.sweep.report;

import dev.bottleneck.evaluation.Metric;
import dev.bottleneck.evaluation.Summary;
import dev.bottleneck.report.Numbers;
import dev.bottleneck.report.Table;
import dev.bottleneck.sweep.definition.SweepDefinition;
import dev.bottleneck.sweep.space.Dimension;
import dev.bottleneck.sweep.trial.Trial;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The first of a sweep's complete trials.
 *
 * @param metric the objective as readers are shown it
 * @param ranked all of them, the best first
 * @param race of the first of them, as soon as a round of it has ended
 */
record BestSettings(
    SweepDefinition sweep, Metric metric, List<Trial> ranked, Optional<RaceReport> race) {
  /** How many are told of. */
  static final int MOST = 10;

  /** They themselves. */
  List<Trial> trials() {
    return ranked.subList(0, Math.min(MOST, ranked.size()));
  }

  /** A row each: what it gave in the search and in the race, and its setting. */
  Table table() {
    Map<String, Function<Trial, String>> numbers = numbers();
    List<String> names =
        sweep.space().dimensions().stream().map(Dimension::name).distinct().toList();
    Table.Builder table = Table.titled("The best settings");
    numbers.keySet().forEach(table::number);
    names.forEach(table::text);
    for (Trial trial : trials()) {
      Stream<String> values = numbers.values().stream().map(value -> value.apply(trial));
      Stream<String> parameters =
          names.stream().map(name -> trial.parameters().getOrDefault(name, Numbers.ABSENT));
      table.row(Stream.concat(values, parameters).toArray(String[]::new));
    }
    return table.build();
  }

  private Map<String, Function<Trial, String>> numbers() {
    Map<String, Function<Trial, String>> numbers = new LinkedHashMap<>();
    numbers.put("trial", trial -> Integer.toString(trial.number()));
    numbers.put(
        metric.nameAndUnit() + (race.isPresent() ? ", in the search" : ""),
        trial -> metric.shown(trial.value().orElseThrow()));
    if (sweep.seedsPerTrial() > 1) {
      numbers.put(
          String.format(Locale.ROOT, "95 %% interval over %d seeds", sweep.seedsPerTrial()),
          trial -> overSeeds(trial, sweep).times(metric.factor()).interval(metric.decimals()));
    }
    race.ifPresent(its -> numbers.put("in the race, mean (95 % interval)", its::over));
    if (!sweep.second().metric().isEmpty()) { // a hyper-parameter has its column anyway
      numbers.put(sweep.second().name(), sweep.second()::shown);
    }
    return numbers;
  }

  /** The objective of {@code trial} over its seeds. */
  static Summary overSeeds(Trial trial, SweepDefinition sweep) {
    return Summary.of(
        trial.measures().get(sweep.objective().metric()).stream()
            .mapToDouble(Double::doubleValue)
            .toArray());
  }
}
