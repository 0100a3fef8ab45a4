package dev.bottleneck.study;

import dev.bottleneck.report.Figure;
import dev.bottleneck.report.LearningCurves;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The learning curves of a study: one figure a phase, in it each arm that has the phase. */
final class StudyCurves {
  private StudyCurves() {}

  static List<Figure> figures(StudyResult result) {
    Set<String> phases = new LinkedHashSet<>();
    result.jobs().forEach(job -> job.curve().forEach(point -> phases.add(point.phase())));
    return phases.stream()
        // By name, so that pretraining-1 stands before fine-tuning whichever arm finished first.
        .sorted(
            java.util.Comparator.comparing((String p) -> !p.startsWith("pretraining"))
                .thenComparing(p -> p))
        .map(phase -> figure(result, phase))
        .toList();
  }

  private static Figure figure(StudyResult result, String phase) {
    return Figure.draw(
        "learning-curves-" + phase,
        "Training loss of the phase "
            + phase
            + ": the mean over the seeds, and each seed as a thin line.",
        "Training loss over epochs, " + phase,
        () -> {
          LearningCurves chart = LearningCurves.titled(phase, "epoch", "training loss");
          for (Arm arm : result.arms()) {
            addArm(chart, result, arm, phase);
          }
          return chart.draw();
        });
  }

  private static void addArm(LearningCurves chart, StudyResult result, Arm arm, String phase) {
    List<List<CurvePoint>> seeds =
        result.jobs().stream()
            .filter(job -> job.arm().equals(arm))
            .map(job -> job.curve().stream().filter(p -> p.phase().equals(phase)).toList())
            .filter(points -> !points.isEmpty())
            .toList();
    if (seeds.isEmpty()) {
      return;
    }
    List<CurvePoint> longest =
        seeds.stream().max(java.util.Comparator.comparingInt(List::size)).orElseThrow();
    chart.arm(
        arm.title(),
        result.arms().indexOf(arm),
        longest.stream().mapToDouble(CurvePoint::epoch).toArray(),
        seeds.stream()
            .map(points -> points.stream().mapToDouble(CurvePoint::loss).toArray())
            .toArray(double[][]::new));
  }
}
