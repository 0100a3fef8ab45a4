package dev.bottleneck.sweep.report;

import dev.bottleneck.evaluation.Metric;
import dev.bottleneck.jobs.JobState;
import dev.bottleneck.report.Drawing;
import dev.bottleneck.report.Figure;
import dev.bottleneck.report.FrontChart;
import dev.bottleneck.report.HtmlReport;
import dev.bottleneck.report.Table;
import dev.bottleneck.sweep.definition.SweepDefinition;
import dev.bottleneck.sweep.store.Winner;
import dev.bottleneck.sweep.trial.Fronts;
import dev.bottleneck.sweep.trial.Objective.Goal;
import dev.bottleneck.sweep.trial.Trial;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The settings that no other beats in both of a sweep's objectives, as readers are told of them.
 */
public final class FrontReport {
  private static final String HYPERVOLUME =
      "Of the box between the best and the worst that any setting gave, the front dominates %.0f %%"
          + " (its hypervolume); all, if one setting were the best in both. Each value on validation"
          + " data was chosen for being good, and is too good for that reason; one on test data is"
          + " not.";

  private final SweepDefinition sweep;
  private final Metric metric;
  private final List<Trial> complete;
  private final List<Trial> front;
  private final List<Trial> finals;

  /**
   * @param metric the first objective as readers are shown it
   * @param search all its trials
   * @param finals all that were measured on test data
   */
  public FrontReport(SweepDefinition sweep, Metric metric, List<Trial> search, List<Trial> finals) {
    this.sweep = sweep;
    this.metric = metric;
    this.complete =
        search.stream()
            .filter(trial -> trial.is(JobState.COMPLETE))
            .filter(trial -> sweep.second().of(trial).isPresent())
            .toList();
    this.front = Winner.front(search, sweep);
    this.finals = List.copyOf(finals);
  }

  /** How many they are, and from where to where they lead. */
  public String sentence() {
    if (front.isEmpty()) {
      return "No setting has both objectives.";
    }
    return String.format(
        Locale.ROOT,
        "%d of %d settings are beaten in both %s and %s by no other: from %s to %s.",
        front.size(),
        complete.size(),
        sweep.second().name(),
        metric.name(),
        end(front.get(0)),
        end(front.get(front.size() - 1)));
  }

  private String end(Trial trial) {
    return "%s %s with %s %s"
        .formatted(
            sweep.second().name(),
            sweep.second().shown(trial),
            metric.name(),
            metric.value(trial.value().orElseThrow()));
  }

  private double second(Trial trial) {
    return sweep.second().of(trial).orElseThrow();
  }

  /** Adds it to a report of the sweep. */
  void addTo(HtmlReport.Builder report) {
    if (!front.isEmpty()) {
      report
          .section("The front")
          .figure(figure(Figure::draw))
          .table(table())
          .paragraph(String.format(Locale.ROOT, HYPERVOLUME, 100 * hypervolume()));
    }
  }

  /** Adds it to a page of the sweep under way. */
  void addSoFarTo(HtmlReport.Builder page) {
    if (!front.isEmpty()) {
      page.section("The front so far").figure(figure(Figure::passing)).table(table());
    }
  }

  /**
   * The share of the box between the best and the worst value of each objective among all complete
   * settings that the front dominates: 1 if one setting were the best in both.
   */
  private double hypervolume() {
    double[] seconds = complete.stream().mapToDouble(t -> sweep.second().cost(second(t))).toArray();
    double[] values =
        complete.stream()
            .mapToDouble(t -> sweep.objective().cost(t.value().orElseThrow()))
            .toArray();
    Scaled first = Scaled.of(seconds);
    Scaled other = Scaled.of(values);
    Fronts<Trial> fronts =
        new Fronts<>(
            trial -> first.of(sweep.second().cost(second(trial))),
            trial -> other.of(sweep.objective().cost(trial.value().orElseThrow())));
    return fronts.hypervolume(front, 1, 1);
  }

  /** From 0, the least of some values, to 1, the greatest. */
  private record Scaled(double least, double most) {
    static Scaled of(double[] values) {
      return new Scaled(
          Arrays.stream(values).min().orElse(0), Arrays.stream(values).max().orElse(1));
    }

    double of(double value) {
      return most > least ? (value - least) / (most - least) : 0;
    }
  }

  /** A row each, with what it gave on test data where that was touched. */
  private Table table() {
    Table.Builder table =
        Table.titled("The front")
            .number("trial")
            .number(sweep.second().name())
            .number(metric.nameAndUnit());
    Metric onTest = sweep.objective().shown(sweep.base().experiment().headline(), "test");
    boolean isTested = sweep.finalSeeds() > 0 && !finals.isEmpty();
    if (isTested) {
      table.number(onTest.nameAndUnit() + ", mean (95 % interval)");
    }
    table.text("setting");
    for (int i = 0; i < front.size(); i++) {
      Trial trial = front.get(i);
      Stream<String> head =
          Stream.of(
              Integer.toString(trial.number()),
              sweep.second().shown(trial),
              metric.shown(trial.value().orElseThrow()));
      Stream<String> tested = isTested ? Stream.of(tested(i, onTest)) : Stream.empty();
      table.row(
          Stream.of(head, tested, Stream.of(trial.parametersText()))
              .flatMap(cells -> cells)
              .toArray(String[]::new));
    }
    return table.build();
  }

  private String tested(int member, Metric onTest) {
    List<Trial> its =
        finals.stream()
            .filter(trial -> trial.number() / sweep.finalSeeds() == member)
            .filter(trial -> trial.state().ended())
            .toList();
    double[] values =
        its.stream()
            .filter(trial -> trial.is(JobState.COMPLETE))
            .mapToDouble(trial -> trial.value().orElseThrow())
            .toArray();
    return OverSeeds.text(values, its.size() - values.length, onTest);
  }

  private Figure figure(Figure.Maker<Drawing> maker) {
    return maker.of(
        "front",
        "Every complete trial by its two objectives; the line joins those that no other beats in"
            + " both, and parts what was reached from what was not.",
        String.format(
            Locale.ROOT,
            "The %s of each trial against its %s",
            metric.name(),
            sweep.second().name()),
        () ->
            FrontChart.draw(
                sweep.second().name(),
                metric.nameAndUnit(),
                points(complete),
                points(front),
                new boolean[] {sweep.second().goal() == Goal.MIN, metric.lowerIsBetter()}));
  }

  private double[][] points(List<Trial> trials) {
    return trials.stream()
        .map(trial -> new double[] {second(trial), metric.factor() * trial.value().orElseThrow()})
        .toArray(double[][]::new);
  }
}
