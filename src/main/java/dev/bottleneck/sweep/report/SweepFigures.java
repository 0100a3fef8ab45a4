package dev.bottleneck.sweep.report;

import dev.bottleneck.evaluation.Metric;
import dev.bottleneck.evaluation.Summary;
import dev.bottleneck.report.BarChart;
import dev.bottleneck.report.Chart;
import dev.bottleneck.report.Figure;
import dev.bottleneck.report.HistoryChart;
import dev.bottleneck.report.IntervalChart;
import dev.bottleneck.report.ParallelCoordinates;
import dev.bottleneck.report.Scale;
import dev.bottleneck.report.SliceChart;
import dev.bottleneck.sweep.space.Dimension;
import dev.bottleneck.sweep.space.Domain;
import dev.bottleneck.sweep.space.Space;
import dev.bottleneck.sweep.trial.Trial;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The pictures of a sweep's complete trials. */
final class SweepFigures {
  private final Space space;
  private final Metric metric;
  private final List<Trial> complete;
  private final Figure.Maker<Chart> maker;

  /**
   * @param metric the objective as readers are shown it
   * @param complete at least one trial
   * @param maker of the charts that a reader can ask
   */
  SweepFigures(Space space, Metric metric, List<Trial> complete, Figure.Maker<Chart> maker) {
    this.space = space;
    this.metric = metric;
    this.complete = complete;
    this.maker = maker;
  }

  private double[] values() {
    return complete.stream()
        .mapToDouble(trial -> metric.factor() * trial.value().orElseThrow())
        .toArray();
  }

  private Scale objective() {
    return Scale.numbers(metric.nameAndUnit());
  }

  private static Scale scale(Dimension dimension) {
    if (dimension.domain() instanceof Domain.Choice choice) {
      return Scale.categories(dimension.label(), choice.values());
    }
    return dimension.domain().logarithmic()
        ? Scale.logarithmic(dimension.label())
        : Scale.numbers(dimension.label());
  }

  /** The trials' values of one dimension; NaN where it does not count. */
  private double[] positions(Dimension dimension) {
    return complete.stream()
        .mapToDouble(
            trial ->
                space.counts(dimension, trial.parameters())
                    ? dimension.domain().position(trial.parameters().get(dimension.name()))
                    : Double.NaN)
        .toArray();
  }

  Figure history() {
    return maker.of(
        "history",
        "Every complete trial, and the best so far. Values far on the worse side stand at the"
            + " edge.",
        String.format(Locale.ROOT, "The %s of each trial in their order", metric.name()),
        () ->
            new HistoryChart(
                metric.nameAndUnit(),
                complete.stream().mapToDouble(Trial::number).toArray(),
                values(),
                metric.lowerIsBetter(),
                complete.stream().map(Trial::parametersText).toList()));
  }

  Figure slices() {
    return Figure.draw(
        "slices",
        "Each hyper-parameter against the objective: a dot a trial, the better the stronger its"
            + " colour, the best in orange.",
        String.format(Locale.ROOT, "The %s over each hyper-parameter", metric.name()),
        () -> {
          SliceChart chart = SliceChart.of(objective(), values(), metric.lowerIsBetter());
          space.dimensions().forEach(d -> chart.panel(scale(d), positions(d)));
          return chart.draw();
        });
  }

  Figure parallelCoordinates() {
    return maker.of(
        "parallel-coordinates",
        "A line a trial, the better the stronger its colour, the best in orange, broken where"
            + " it does not have a hyper-parameter; the last axis is the objective.",
        "The hyper-parameters of each trial and what they led to",
        () -> {
          ParallelCoordinates chart = new ParallelCoordinates(metric.lowerIsBetter());
          space.dimensions().forEach(d -> chart.axis(scale(d), positions(d)));
          return chart.axis(objective(), values());
        });
  }

  static Figure importance(Map<String, Double> shares) {
    return Figure.draw(
        "importance",
        "The share of the objective's variance over the space that each hyper-parameter explains"
            + " by itself.",
        "A bar for each hyper-parameter",
        () -> BarChart.draw(shares));
  }

  /** The best trials with their seeds; each of {@code best} has two seeds or more. */
  Figure best(List<Trial> best, String objective) {
    return Figure.draw(
        "best",
        "The best settings: mean and 95 % interval over the seeds of a trial; each dot is a seed.",
        "The best trials with intervals",
        () -> {
          IntervalChart chart =
              IntervalChart.titled(
                  "", metric.nameAndUnit(), metric.decimals(), "mean (95 % interval)");
          for (Trial trial : best) {
            double[] seeds =
                trial.measures().get(objective).stream()
                    .mapToDouble(v -> metric.factor() * v)
                    .toArray();
            Summary s = Summary.of(seeds);
            chart.row(
                "trial " + trial.number(),
                List.of(new IntervalChart.Estimate(s.mean(), s.lower(), s.upper())),
                seeds);
          }
          return chart.draw();
        });
  }
}
