package dev.bottleneck.study;

import dev.bottleneck.evaluation.HolmAdjustment;
import dev.bottleneck.evaluation.McNemar;
import dev.bottleneck.evaluation.Metric;
import dev.bottleneck.evaluation.PairedComparison;
import dev.bottleneck.evaluation.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Two arms on the same seeds.
 *
 * @param baseline what {@code arm} is held against
 * @param paired over the seeds that both have; the difference is baseline − arm
 * @param adjustedP the paired t-test's p-value after Holm's correction over the study's pairs
 * @param mcNemar on the examples of the first common seed, for classifiers
 */
record Comparison(
    Arm baseline,
    Arm arm,
    PairedComparison paired,
    double adjustedP,
    Verdict verdict,
    Optional<McNemar> mcNemar) {

  /** The pairs of which both arms have a result on at least one seed. */
  static List<Comparison> of(StudyResult result, List<ArmPair> asked, Metric metric) {
    List<ArmPair> pairs =
        asked.stream().filter(p -> !result.commonSeeds(p.baseline(), p.arm()).isEmpty()).toList();
    List<PairedComparison> paired =
        pairs.stream().map(p -> pair(result, metric.key(), p.baseline(), p.arm())).toList();
    double[] adjusted =
        HolmAdjustment.adjust(paired.stream().mapToDouble(PairedComparison::tTestP).toArray());
    List<Comparison> comparisons = new ArrayList<>();
    for (int i = 0; i < pairs.size(); i++) {
      Arm a = pairs.get(i).baseline();
      Arm b = pairs.get(i).arm();
      Verdict verdict = Verdict.of(paired.get(i), metric, adjusted[i], pairs.size());
      comparisons.add(
          new Comparison(a, b, paired.get(i), adjusted[i], verdict, mcNemar(result, a, b)));
    }
    return comparisons;
  }

  private static PairedComparison pair(StudyResult result, String measure, Arm a, Arm b) {
    List<Long> seeds = result.commonSeeds(a, b);
    return PairedComparison.of(
        a.title(), result.values(a, measure, seeds), b.title(), result.values(b, measure, seeds));
  }

  private static Optional<McNemar> mcNemar(StudyResult result, Arm a, Arm b) {
    long seed = result.commonSeeds(a, b).get(0);
    Optional<boolean[]> ofA = result.result(a, seed).orElseThrow().correct();
    Optional<boolean[]> ofB = result.result(b, seed).orElseThrow().correct();
    return ofA.isPresent() && ofB.isPresent()
        ? Optional.of(McNemar.of(ofA.get(), ofB.get()))
        : Optional.empty();
  }

  /** For {@code summary.json}. */
  Map<String, Object> describe() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("baseline", baseline.key());
    map.put("arm", arm.key());
    map.put("seeds", paired.n());
    map.put("difference", finite(paired.difference().mean()));
    map.put("lower95", finite(paired.difference().lower()));
    map.put("upper95", finite(paired.difference().upper()));
    map.put("tTestP", finite(paired.tTestP()));
    map.put("tTestPHolm", finite(adjustedP));
    map.put("wilcoxonP", finite(paired.wilcoxonP()));
    mcNemar.ifPresent(m -> map.put("mcNemarP", finite(m.pValue())));
    map.put("outcome", verdict.outcome().name());
    map.put("sentence", verdict.sentence());
    return map;
  }

  private static Double finite(double value) {
    return Double.isFinite(value) ? value : null;
  }
}
