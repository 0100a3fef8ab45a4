package dev.bottleneck.study.report;

import dev.bottleneck.evaluation.CrossedDifference;
import dev.bottleneck.evaluation.Interval;
import dev.bottleneck.evaluation.Metric;
import dev.bottleneck.evaluation.PairedComparison;
import dev.bottleneck.evaluation.Verdict;
import dev.bottleneck.study.result.Arm;
import dev.bottleneck.study.result.ArmPair;
import dev.bottleneck.study.result.StudyResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Two arms on the same seeds.
 *
 * @param baseline what {@code arm} is held against
 * @param paired over the seeds that have ended in both, failed or not; the difference is baseline −
 *     arm
 * @param newExamples the mean difference for other examples as well, for classifiers of which no
 *     run failed
 */
public record Comparison(
    Arm baseline,
    Arm arm,
    PairedComparison paired,
    Verdict verdict,
    Optional<Interval> newExamples) {

  /** The pairs of which both arms have ended on at least one seed, each corrected for all. */
  public static List<Comparison> of(StudyResult result, List<ArmPair> asked, Metric metric) {
    List<ArmPair> pairs =
        asked.stream().filter(p -> !result.endedSeeds(p.baseline(), p.arm()).isEmpty()).toList();
    List<PairedComparison> paired = pairs.stream().map(p -> pair(result, metric, p)).toList();
    List<Verdict> verdicts = Verdict.of(paired, metric);
    List<Comparison> comparisons = new ArrayList<>();
    for (int i = 0; i < pairs.size(); i++) {
      ArmPair pair = pairs.get(i);
      comparisons.add(
          new Comparison(
              pair.baseline(),
              pair.arm(),
              paired.get(i),
              verdicts.get(i),
              newExamples(result, metric, pair)));
    }
    return comparisons;
  }

  /** The pair over the seeds that have ended in both. */
  static PairedComparison pair(StudyResult result, Metric metric, ArmPair pair) {
    List<Long> seeds = result.endedSeeds(pair.baseline(), pair.arm());
    return PairedComparison.of(
        pair.baseline().title(),
        result.valuesOrNaN(pair.baseline(), metric.key(), seeds),
        pair.arm().title(),
        result.valuesOrNaN(pair.arm(), metric.key(), seeds),
        metric.lowerIsBetter());
  }

  private static Optional<Interval> newExamples(StudyResult result, Metric metric, ArmPair pair) {
    if (!metric.key().equals(Metric.classificationError().key())) {
      return Optional.empty(); // what is right or wrong says nothing of another measure
    }
    List<Long> seeds = result.endedSeeds(pair.baseline(), pair.arm());
    List<boolean[]> a = result.correct(pair.baseline(), seeds);
    List<boolean[]> b = result.correct(pair.arm(), seeds);
    return a.size() == seeds.size() && b.size() == seeds.size()
        ? Optional.of(CrossedDifference.of(a, b))
        : Optional.empty();
  }

  /** For {@code summary.json}. */
  Map<String, Object> describe() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("baseline", baseline.key());
    map.put("arm", arm.key());
    map.put("seeds", paired.n());
    map.put("lower", paired.bLower().count());
    map.put("lowerShare95", List.of(paired.bLower().lower(), paired.bLower().upper()));
    map.put("signP", finite(paired.signs().pValue()));
    map.put("signPHolm", finite(verdict.signP()));
    map.put("median", describe(paired.signs().median()));
    map.put("hodgesLehmann", describe(paired.center()));
    map.put("wilcoxonP", finite(paired.wilcoxonP()));
    paired
        .mean()
        .ifPresent(
            mean -> {
              map.put("mean", describe(mean.student()));
              map.put("meanBootstrap", describe(mean.bootstrap()));
              map.put("tTestP", finite(mean.tTestP()));
              map.put("tTestPHolm", finite(verdict.meanP()));
            });
    newExamples.ifPresent(interval -> map.put("meanNewExamples", describe(interval)));
    Map<String, Object> failed = new LinkedHashMap<>();
    failed.put("baseline", failed(true));
    failed.put("arm", failed(false));
    map.put("failed", failed);
    map.put("outcome", verdict.outcome().name());
    map.put("sentence", verdict.sentence());
    return map;
  }

  private int failed(boolean ofBaseline) {
    PairedComparison.Arms arms = paired.arms();
    return arms.failedBoth() + (ofBaseline ? arms.failedA() : arms.failedB());
  }

  private static Map<String, Object> describe(Interval interval) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("estimate", finite(interval.estimate()));
    map.put("lower95", finite(interval.lower()));
    map.put("upper95", finite(interval.upper()));
    return map;
  }

  private static Double finite(double value) {
    return Double.isFinite(value) ? value : null;
  }
}
