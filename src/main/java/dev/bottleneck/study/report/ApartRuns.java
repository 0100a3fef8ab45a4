package dev.bottleneck.study.report;

import dev.bottleneck.evaluation.Metric;
import dev.bottleneck.evaluation.Outliers;
import dev.bottleneck.evaluation.Summary;
import dev.bottleneck.report.Figure;
import dev.bottleneck.report.LearningCurves;
import dev.bottleneck.report.Numbers;
import dev.bottleneck.report.Table;
import dev.bottleneck.study.result.Arm;
import dev.bottleneck.study.result.CurvePoint;
import dev.bottleneck.study.result.FinishedJob;
import dev.bottleneck.study.result.StudyResult;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.commons.statistics.inference.MannWhitneyUTest;

/**
 * What the runs of an arm that ended apart have in common: how each recorded quantity of them lies
 * to that of the others, from the first loss on.
 *
 * @param apart jobs that ended apart, three at least
 * @param others jobs that did not, three at least
 */
record ApartRuns(Arm arm, List<FinishedJob> apart, List<FinishedJob> others) {
  private static final int FEWEST = 3;

  /** The arms with enough of both to say anything. */
  static List<ApartRuns> of(StudyResult result, Metric metric) {
    List<ApartRuns> found = new ArrayList<>();
    for (Arm arm : result.arms()) {
      double[] values = result.values(arm, metric.key());
      if (values.length == 0) {
        continue;
      }
      Outliers outliers = Outliers.of(values);
      Predicate<FinishedJob> ended =
          job -> job.arm().equals(arm) && value(job, metric.key()).isPresent();
      Predicate<FinishedJob> isApart =
          job -> outliers.holds(value(job, metric.key()).orElseThrow());
      List<FinishedJob> apart = result.jobs().stream().filter(ended.and(isApart)).toList();
      List<FinishedJob> others =
          result.jobs().stream().filter(ended.and(isApart.negate())).toList();
      if (apart.size() >= FEWEST && others.size() >= FEWEST) {
        found.add(new ApartRuns(arm, apart, others));
      }
    }
    return found;
  }

  private static Optional<Double> value(FinishedJob job, String measure) {
    return job.result().map(r -> r.measures().get(measure));
  }

  /** A row a quantity: losses in the order of training, then measures. */
  Table table() {
    Table.Builder table =
        Table.titled(
                "%s: the %d runs that ended apart, and the %d others"
                    .formatted(arm.title(), apart.size(), others.size()))
            .text("quantity")
            .number("median of those apart")
            .number("median of the others")
            .number("higher in those apart");
    quantities(apart.get(0))
        .keySet()
        .forEach(
            name -> {
              double[] a = values(apart, name);
              double[] b = values(others, name);
              if (a.length >= FEWEST && b.length >= FEWEST) {
                table.row(
                    name,
                    Numbers.fixed(Summary.of(a).quartiles().median(), 4),
                    Numbers.fixed(Summary.of(b).quartiles().median(), 4),
                    Numbers.fixed(chance(a, b), 2));
              }
            });
    return table
        .note(
            "higher in those apart: the chance that a run that ended apart has the higher value of"
                + " two (Mann and Whitney 1947); near 0 or 1 it tells them apart, at 0.50 it does not")
        .build();
  }

  private static double chance(double[] a, double[] b) {
    return MannWhitneyUTest.withDefaults().statistic(a, b) / ((double) a.length * b.length);
  }

  private static double[] values(List<FinishedJob> jobs, String quantity) {
    return jobs.stream()
        .map(job -> quantities(job).get(quantity))
        .filter(value -> value != null && Double.isFinite(value))
        .mapToDouble(Double::doubleValue)
        .toArray();
  }

  /**
   * Of each phase's losses the first, those at a quarter and a half, and the last; the measures.
   */
  private static Map<String, Double> quantities(FinishedJob job) {
    Map<String, Double> quantities = new LinkedHashMap<>();
    Map<String, List<CurvePoint>> curves = new LinkedHashMap<>();
    job.curve()
        .forEach(
            p ->
                curves
                    .computeIfAbsent(p.phase() + ", " + p.metric(), key -> new ArrayList<>())
                    .add(p));
    curves.forEach(
        (name, points) -> {
          double end = points.get(points.size() - 1).epoch();
          for (double share : new double[] {0, 0.25, 0.5, 1}) {
            CurvePoint point =
                points.stream().filter(p -> p.epoch() >= share * end).findFirst().orElseThrow();
            quantities.put(
                "%s, epoch %s".formatted(name, Numbers.fixed(point.epoch(), 2)), point.value());
          }
        });
    job.result().ifPresent(r -> quantities.putAll(r.measures()));
    return quantities;
  }

  /**
   * The last phase's loss of the runs that ended apart beside that of the others; empty where none
   * was recorded.
   */
  Optional<Figure> figure() {
    Optional<String> last =
        apart.get(0).curve().stream().reduce((one, next) -> next).map(CurvePoint::phase);
    List<List<CurvePoint>> ofApart = training(apart, last);
    List<List<CurvePoint>> ofOthers = training(others, last);
    if (ofApart.isEmpty() || ofOthers.isEmpty()) {
      return Optional.empty();
    }
    String phase = last.orElseThrow();
    return Optional.of(
        Figure.chart(
            "apart-" + arm.key(),
            "%s, %s: the runs that ended apart and the others; the mean, and each seed as a thin line."
                .formatted(arm.title(), phase),
            "Learning curves of the runs that ended apart and of the others",
            () -> {
              LearningCurves chart =
                  LearningCurves.titled(phase, "epoch", CurvePoint.TRAINING_LOSS);
              add(chart, "the others", 0, ofOthers);
              add(chart, "ended apart", 1, ofApart);
              return chart;
            }));
  }

  private static void add(
      LearningCurves chart, String name, int series, List<List<CurvePoint>> curves) {
    List<CurvePoint> longest = Collections.max(curves, Comparator.comparingInt(List::size));
    chart.arm(
        name,
        series,
        longest.stream().mapToDouble(CurvePoint::epoch).toArray(),
        curves.stream()
            .map(points -> points.stream().mapToDouble(CurvePoint::value).toArray())
            .toArray(double[][]::new));
  }

  /** The curves of that phase, of those that have any. */
  private static List<List<CurvePoint>> training(List<FinishedJob> jobs, Optional<String> phase) {
    return jobs.stream()
        .map(job -> training(job, phase))
        .filter(curve -> !curve.isEmpty())
        .toList();
  }

  private static List<CurvePoint> training(FinishedJob job, Optional<String> phase) {
    return job.curve().stream()
        .filter(p -> phase.equals(Optional.of(p.phase())))
        .filter(p -> p.metric().equals(CurvePoint.TRAINING_LOSS))
        .toList();
  }
}
