package dev.bottleneck.study;

import dev.bottleneck.evaluation.Metric;
import dev.bottleneck.evaluation.SequentialVerdict;
import java.util.List;

/**
 * Whether a study to which seeds are added has settled its comparisons: looked at after every few
 * seeds, the same few however many networks train side by side.
 */
final class Looks {
  /** Seeds between two looks. */
  static final int SEEDS = 5;

  private final List<ArmPair> pairs;
  private final Metric metric;

  Looks(List<ArmPair> pairs, Metric metric) {
    this.pairs = pairs;
    this.metric = metric;
  }

  /** The verdict on each pair of which both arms have ended on a seed. */
  List<SequentialVerdict> verdicts(StudyResult result) {
    return pairs.stream()
        .filter(pair -> !result.endedSeeds(pair.baseline(), pair.arm()).isEmpty())
        .map(
            pair ->
                SequentialVerdict.of(Comparison.pair(result, metric, pair), metric, pairs.size()))
        .toList();
  }

  /** Whether every pair is settled; never where there is none. */
  boolean settled(StudyResult result) {
    List<SequentialVerdict> verdicts = verdicts(result);
    return !pairs.isEmpty()
        && verdicts.size() == pairs.size()
        && verdicts.stream().allMatch(SequentialVerdict::settled);
  }
}
