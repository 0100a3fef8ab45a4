package dev.bottleneck.study.report;

import dev.bottleneck.report.Figure;
import dev.bottleneck.report.LearningCurves;
import dev.bottleneck.study.result.Arm;
import dev.bottleneck.study.result.CurvePoint;
import dev.bottleneck.study.result.FinishedJob;
import dev.bottleneck.study.result.StudyResult;
import java.util.Comparator;
import java.util.List;

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

  /** Of all that {@code result} has. */
  public static List<Figure> figures(StudyResult result) {
    return result.jobs().stream()
        .flatMap(job -> job.curve().stream())
        .map(point -> new Curve(point.phase(), point.metric()))
        .distinct()
        .sorted(Curve.ORDER)
        .map(curve -> figure(result, curve))
        .toList();
  }

  private static Figure figure(StudyResult result, Curve curve) {
    return Figure.chart(
        curve.name(),
        "%s, %s: the mean over the seeds, and each seed as a thin line."
            .formatted(curve.phase, curve.metric),
        "%s over epochs, %s".formatted(curve.metric, curve.phase),
        () -> {
          LearningCurves chart = LearningCurves.titled(curve.phase, "epoch", curve.metric);
          for (Arm arm : result.arms()) {
            addArm(chart, result, arm, curve);
          }
          return chart;
        });
  }

  private static void addArm(LearningCurves chart, StudyResult result, Arm arm, Curve curve) {
    List<List<CurvePoint>> seeds =
        result.jobs().stream()
            .filter(job -> job.arm().equals(arm))
            .map(job -> points(job, curve))
            .filter(points -> !points.isEmpty())
            .toList();
    if (seeds.isEmpty()) {
      return;
    }
    List<CurvePoint> longest =
        seeds.stream().max(Comparator.comparingInt(List::size)).orElseThrow();
    chart.arm(
        arm.title(),
        result.arms().indexOf(arm),
        longest.stream().mapToDouble(CurvePoint::epoch).toArray(),
        seeds.stream()
            .map(points -> points.stream().mapToDouble(CurvePoint::value).toArray())
            .toArray(double[][]::new));
  }

  private static List<CurvePoint> points(FinishedJob job, Curve curve) {
    return job.curve().stream()
        .filter(p -> p.phase().equals(curve.phase) && p.metric().equals(curve.metric))
        .toList();
  }
}
