package dev.bottleneck;

import dev.bottleneck.evaluation.Interval;
import dev.bottleneck.evaluation.Summary;
import dev.bottleneck.study.report.Comparison;
import dev.bottleneck.study.result.Arm;
import dev.bottleneck.study.result.StudyResult;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was found below, as the face tells it. */
final class Found {
  private Found() {}

  static List<RunSummary.Arm> arms(StudyResult result) {
    return result.arms().stream()
        .map(arm -> new RunSummary.Arm(arm.key(), result.seeds(arm), measures(result, arm)))
        .toList();
  }

  /** In the order in which they were taken. */
  static Map<String, RunSummary.Distribution> measures(StudyResult result, Arm arm) {
    Map<String, RunSummary.Distribution> measures = new LinkedHashMap<>();
    for (String measure : result.measures(arm)) {
      result.summary(arm, measure).ifPresent(s -> measures.put(measure, distribution(s)));
    }
    return Collections.unmodifiableMap(measures);
  }

  static RunSummary.Distribution distribution(Summary s) {
    return new RunSummary.Distribution(
        s.mean(),
        s.lower(),
        s.upper(),
        s.standardDeviation(),
        s.min(),
        s.quartiles().first(),
        s.quartiles().median(),
        s.quartiles().third(),
        s.max());
  }

  /**
   * @param judged whether a verdict can be given
   */
  static RunSummary.Comparison comparison(Comparison c, boolean judged) {
    Interval median = c.paired().signs().median();
    return new RunSummary.Comparison(
        c.baseline().title(),
        c.arm().title(),
        c.paired().n(),
        c.paired().bLower().count(),
        judged ? c.verdict().signP() : Double.NaN,
        new RunSummary.Estimate(median.estimate(), median.lower(), median.upper()),
        judged ? c.verdict().outcome().name() : RunComparison.NOT_JUDGED,
        judged ? c.verdict().sentence() : "");
  }
}
