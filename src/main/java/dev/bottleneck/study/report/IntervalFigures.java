package dev.bottleneck.study.report;

import dev.bottleneck.evaluation.Interval;
import dev.bottleneck.evaluation.Metric;
import dev.bottleneck.evaluation.PairedComparison.MeanDifference;
import dev.bottleneck.evaluation.Summary;
import dev.bottleneck.report.Drawing;
import dev.bottleneck.report.Figure;
import dev.bottleneck.report.IntervalChart;
import dev.bottleneck.report.IntervalChart.Estimate;
import dev.bottleneck.study.configuration.Configuration;
import dev.bottleneck.study.result.Arm;
import dev.bottleneck.study.result.StudyResult;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The first pictures of a study: the arms by themselves, and the differences that are judged. */
public final class IntervalFigures {
  /** Of what there is no estimate. */
  static final Interval NOTHING = new Interval(Double.NaN, Double.NaN, Double.NaN);

  private IntervalFigures() {}

  /** The same of arms of which no source published anything. */
  public static List<Figure> of(StudyResult result, Metric metric, List<Comparison> comparisons) {
    return of(result, Optional.empty(), metric, comparisons);
  }

  /**
   * @param source what was published of the metric, by arm
   */
  static List<Figure> of(
      StudyResult result,
      Optional<Configuration<?>> source,
      Metric metric,
      List<Comparison> comparisons) {
    List<Figure> figures = new ArrayList<>();
    if (result.arms().stream().anyMatch(arm -> result.summary(arm, metric.key()).isPresent())) {
      figures.add(
          Figure.draw(
              metric.key(),
              "Median and quartiles, mean and its 95 % interval; each dot is one seed.",
              "The " + metric.name() + " of each arm with intervals",
              () -> arms(result, source, metric)));
    }
    if (comparisons.stream().anyMatch(c -> c.paired().n() > 1)) {
      figures.add(
          Figure.draw(
              metric.key() + "-differences",
              "Differences on the same seeds, which the verdict is about: right of zero the arm is"
                  + " below its baseline. Triangles count seeds that lie beyond the axis.",
              "Paired differences in " + metric.name() + " with intervals",
              () -> differences(result, metric, comparisons)));
    }
    return figures;
  }

  private static Drawing arms(
      StudyResult result, Optional<Configuration<?>> source, Metric metric) {
    IntervalChart chart =
        IntervalChart.titled(
            "",
            metric.nameAndUnit(),
            metric.decimals(),
            "mean (95 % interval)",
            "median, quartiles");
    double factor = metric.factor();
    for (Arm arm : result.arms()) {
      Summary s = result.summary(arm, metric.key()).orElse(null);
      if (s == null) {
        continue;
      }
      Summary.Quartiles q = s.times(factor).quartiles();
      chart.row(
          arm.title(),
          List.of(
              new Estimate(factor * s.mean(), factor * s.lower(), factor * s.upper()),
              new Estimate(q.median(), q.first(), q.third())),
          scaled(result.values(arm, metric.key()), factor));
      double published = source.map(its -> its.published(arm.key())).orElse(Double.NaN);
      if (!Double.isNaN(published)) {
        chart.reference("published", arm.title(), factor * published);
      }
    }
    return chart.draw();
  }

  private static Drawing differences(
      StudyResult result, Metric metric, List<Comparison> comparisons) {
    String unit = metric.differenceUnit();
    IntervalChart chart =
        IntervalChart.titled(
                "",
                "difference in " + metric.name() + (unit.isEmpty() ? "" : ", " + unit),
                metric.decimals(),
                "median (95 % interval)",
                "mean, 95 % interval")
            .differences();
    for (Comparison c : comparisons) {
      List<Long> seeds = result.endedSeeds(c.baseline(), c.arm());
      double[] a = result.valuesOrNaN(c.baseline(), metric.key(), seeds);
      double[] b = result.valuesOrNaN(c.arm(), metric.key(), seeds);
      double[] d = new double[a.length];
      Arrays.setAll(d, i -> a[i] - b[i]);
      chart.row(
          c.arm().title() + " against " + c.baseline().title(),
          List.of(
              estimate(c.paired().signs().median(), metric.factor()),
              estimate(
                  c.paired().mean().map(MeanDifference::student).orElse(NOTHING), metric.factor())),
          scaled(d, metric.factor()));
    }
    return chart.draw();
  }

  static Estimate estimate(Interval interval, double factor) {
    return new Estimate(
        factor * interval.estimate(), factor * interval.lower(), factor * interval.upper());
  }

  private static double[] scaled(double[] values, double factor) {
    return Arrays.stream(values).map(v -> factor * v).toArray();
  }
}
