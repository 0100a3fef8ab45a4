package dev.bottleneck.study.report;

import dev.bottleneck.report.Chart;
import dev.bottleneck.report.Figure;
import dev.bottleneck.report.LearningCurves;
import dev.bottleneck.study.result.Arm;
import dev.bottleneck.study.result.CurvePoint;
import dev.bottleneck.study.result.StudyResult;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.DoubleStream;

/** The learning curves of a study: one figure a phase, in it each arm that has the phase. */
public final class StudyCurves {
  private StudyCurves() {}

  /** A curve's figure: a phase, and what is measured in it. */
  private record Curve(String phase, String metric) {
    /** Pretraining before what follows it, training before validation, whichever ended first. */
    private static final Comparator<Curve> ORDER =
        Comparator.comparing((Curve c) -> !c.phase.startsWith("pretraining"))
            .thenComparing(Curve::phase)
            .thenComparing(Curve::metric);

    String name() {
      return "learning-curves-"
          + phase
          + (metric.equals(CurvePoint.VALIDATION_LOSS) ? "-validation" : "");
    }
  }

  /** What was heard of a network while it was trained. */
  record Heard(Arm arm, List<CurvePoint> points) {}

  /** Of all that {@code result} has. */
  public static List<Figure> figures(StudyResult result) {
    List<Heard> networks =
        result.jobs().stream().map(job -> new Heard(job.arm(), job.curve())).toList();
    return figures(result.arms(), networks, Figure::chart);
  }

  /** Of {@code networks} of these arms. */
  static List<Figure> figures(List<Arm> arms, List<Heard> networks, Figure.Maker<Chart> maker) {
    return networks.stream()
        .flatMap(network -> network.points().stream())
        .map(point -> new Curve(point.phase(), point.metric()))
        .distinct()
        .sorted(Curve.ORDER)
        .map(curve -> figure(arms, networks, curve, maker))
        .toList();
  }

  private static Figure figure(
      List<Arm> arms, List<Heard> networks, Curve curve, Figure.Maker<Chart> maker) {
    return maker.of(
        curve.name(),
        "%s, %s: the mean over the seeds, and each seed as a thin line."
            .formatted(curve.phase, curve.metric),
        "%s over epochs, %s".formatted(curve.metric, curve.phase),
        () -> {
          LearningCurves chart = LearningCurves.titled(curve.phase, "epoch", curve.metric);
          for (int i = 0; i < arms.size(); i++) {
            addArm(chart, arms.get(i), i, networks, curve);
          }
          return chart;
        });
  }

  private static void addArm(
      LearningCurves chart, Arm arm, int series, List<Heard> networks, Curve curve) {
    List<Map<Double, Double>> seeds =
        networks.stream()
            .filter(network -> network.arm().equals(arm))
            .map(network -> points(network, curve))
            .filter(points -> !points.isEmpty())
            .toList();
    if (seeds.isEmpty()) {
      return;
    }
    double[] epochs =
        seeds.stream()
            .flatMap(points -> points.keySet().stream())
            .mapToDouble(Double::doubleValue)
            .sorted()
            .distinct()
            .toArray();
    chart.arm(
        arm.title(),
        series,
        epochs,
        seeds.stream().map(points -> values(points, epochs)).toArray(double[][]::new));
  }

  /** By epoch: what a process did not see of a training that it took up is missing at its begin. */
  private static Map<Double, Double> points(Heard network, Curve curve) {
    Map<Double, Double> points = new TreeMap<>();
    network.points().stream()
        .filter(p -> p.phase().equals(curve.phase) && p.metric().equals(curve.metric))
        .forEach(p -> points.put(p.epoch(), p.value()));
    return points;
  }

  /** Up to the last one that there is. */
  private static double[] values(Map<Double, Double> points, double[] epochs) {
    double last = Collections.max(points.keySet());
    return DoubleStream.of(epochs)
        .takeWhile(epoch -> epoch <= last)
        .map(epoch -> points.getOrDefault(epoch, Double.NaN))
        .toArray();
  }
}
