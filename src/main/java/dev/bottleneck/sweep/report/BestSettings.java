package dev.bottleneck.sweep.report;

import dev.bottleneck.evaluation.Metric;
import dev.bottleneck.evaluation.Summary;
import dev.bottleneck.report.Table;
import dev.bottleneck.sweep.definition.SweepDefinition;
import dev.bottleneck.sweep.space.Dimension;
import dev.bottleneck.sweep.trial.Trial;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The first of a sweep's complete trials.
 *
 * @param metric the objective as readers are shown it
 * @param ranked all of them, the best first
 */
record BestSettings(SweepDefinition sweep, Metric metric, List<Trial> ranked) {
  /** How many are told of. */
  static final int MOST = 10;

  /** They themselves. */
  List<Trial> trials() {
    return ranked.subList(0, Math.min(MOST, ranked.size()));
  }

  /** A row each: its value, with several seeds a trial their interval, and its setting. */
  Table table() {
    Table.Builder table =
        Table.titled("The best settings").number("trial").number(metric.nameAndUnit());
    boolean seeds = sweep.seedsPerTrial() > 1;
    if (seeds) {
      table.number(
          String.format(Locale.ROOT, "95 %% interval over %d seeds", sweep.seedsPerTrial()));
    }
    List<String> names =
        sweep.space().dimensions().stream().map(Dimension::name).distinct().toList();
    names.forEach(table::text);
    for (Trial trial : trials()) {
      Stream<String> head =
          Stream.of(Integer.toString(trial.number()), metric.shown(trial.value().orElseThrow()));
      Stream<String> interval =
          seeds
              ? Stream.of(
                  overSeeds(trial, sweep).times(metric.factor()).interval(metric.decimals()))
              : Stream.empty();
      Stream<String> parameters =
          names.stream().map(name -> trial.parameters().getOrDefault(name, "–"));
      table.row(Stream.of(head, interval, parameters).flatMap(s -> s).toArray(String[]::new));
    }
    return table.build();
  }

  /** The objective of {@code trial} over its seeds. */
  static Summary overSeeds(Trial trial, SweepDefinition sweep) {
    return Summary.of(
        trial.measures().get(sweep.objective().metric()).stream()
            .mapToDouble(Double::doubleValue)
            .toArray());
  }
}
