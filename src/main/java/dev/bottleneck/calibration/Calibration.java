package dev.bottleneck.calibration;

import dev.bottleneck.calibration.Population.Pair;
import dev.bottleneck.calibration.Trials.Kind;
import dev.bottleneck.evaluation.Metric;
import dev.bottleneck.evaluation.Outliers;
import dev.bottleneck.evaluation.Summary;
import dev.bottleneck.report.Numbers;
import dev.bottleneck.report.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The tables of one population: what it is, what intervals hold, which verdicts come out. */
final class Calibration {
  private final Population population;
  private final List<Integer> sizes;
  private final int repetitions;
  private final Metric metric;

  /**
   * @param sizes how many seeds a sample has
   * @param repetitions samples of each size
   */
  Calibration(Population population, List<Integer> sizes, int repetitions) {
    this.population = population;
    this.sizes = List.copyOf(sizes);
    this.repetitions = repetitions;
    this.metric = population.metric();
  }

  List<Table> tables() {
    List<Pair> pairs = population.pairs();
    List<Table> tables = new ArrayList<>();
    tables.add(arms());
    Map<Pair, Map<Integer, Trials>> trials = new LinkedHashMap<>();
    for (Pair pair : pairs) {
      Map<Integer, Trials> bySize = new LinkedHashMap<>();
      sizes.forEach(n -> bySize.put(n, trials(pair, n, pairs.size())));
      trials.put(pair, bySize);
    }
    tables.add(coverage(trials));
    tables.add(replication(trials));
    tables.add(falseVerdicts(pairs));
    return tables;
  }

  private Trials trials(Pair pair, int n, int family) {
    return Trials.of(
        pair.a(), pair.b(), n, repetitions, family, metric, population.name() + pair.name());
  }

  private Table arms() {
    Table.Builder table =
        Table.titled("Outcomes, " + metric.nameAndUnit())
            .text("arm")
            .number("seeds")
            .number("median")
            .number("quartiles")
            .number("range")
            .number("mean")
            .number("sd")
            .number("apart");
    for (String arm : population.arms().keySet()) {
      double[] values = population.values(arm);
      Summary s = Summary.of(values);
      Outliers outliers = Outliers.of(values);
      table.row(
          arm,
          Integer.toString(s.n()),
          metric.shown(s.quartiles().median()),
          metric.shown(s.quartiles().first()) + " to " + metric.shown(s.quartiles().third()),
          metric.shown(s.min()) + " to " + metric.shown(s.max()),
          metric.shown(s.mean()),
          metric.shown(s.standardDeviation()),
          outliers.share().text());
    }
    return table.build();
  }

  private Table coverage(Map<Pair, Map<Integer, Trials>> trials) {
    Table.Builder table =
        Table.titled("Coverage of the 95 % intervals, %")
            .text("arm against baseline")
            .number("seeds");
    for (Kind kind : Kind.values()) {
      table.number(kind.words());
    }
    trials.forEach(
        (pair, bySize) ->
            bySize.forEach(
                (n, t) -> {
                  List<String> row = new ArrayList<>(List.of(pair.name(), Integer.toString(n)));
                  t.coverage().values().forEach(share -> row.add(percent(share)));
                  table.row(row.toArray(new String[0]));
                }));
    return table.build();
  }

  private Table replication(Map<Pair, Map<Integer, Trials>> trials) {
    Table.Builder table =
        Table.titled("Verdicts: how often the usual one comes out, corrected for all pairs")
            .text("arm against baseline")
            .number("seeds")
            .text("usual verdict")
            .number("of samples, %")
            .text("others");
    trials.forEach(
        (pair, bySize) ->
            bySize.forEach(
                (n, t) ->
                    table.row(
                        pair.name(),
                        Integer.toString(n),
                        t.usual().words(),
                        percent(t.share(t.usual())),
                        others(t))));
    return table.build();
  }

  private static String others(Trials t) {
    List<String> others = new ArrayList<>();
    t.outcomes()
        .forEach(
            (outcome, share) -> {
              if (outcome != t.usual()) {
                others.add(outcome.words() + " " + percent(share));
              }
            });
    return others.isEmpty() ? Numbers.ABSENT : String.join("; ", others);
  }

  private Table falseVerdicts(List<Pair> pairs) {
    Table.Builder table =
        Table.titled("False verdicts, %").text("arm against baseline").text("without a difference");
    sizes.forEach(n -> table.number(n + " seeds"));
    for (Pair pair : pairs) {
      for (Null without : Null.values()) {
        Pair none = without.of(pair);
        List<String> row = new ArrayList<>(List.of(pair.name(), without.words()));
        for (int n : sizes) {
          Trials t =
              Trials.of(
                  none.a(),
                  none.b(),
                  n,
                  repetitions,
                  1,
                  metric,
                  population.name() + pair.name() + without);
          row.add(percent(t.share(without.falseVerdicts())));
        }
        table.row(row.toArray(new String[0]));
      }
    }
    return table.build();
  }

  private static String percent(double share) {
    return Double.isNaN(share) ? Numbers.ABSENT : String.format(Locale.ROOT, "%.1f", 100 * share);
  }
}
