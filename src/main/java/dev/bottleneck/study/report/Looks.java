package dev.bottleneck.study.report;

import dev.bottleneck.evaluation.Metric;
import dev.bottleneck.evaluation.SequentialVerdict;
import dev.bottleneck.study.result.ArmPair;
import dev.bottleneck.study.result.StudyResult;
import java.util.List;

/**
 * Whether a study to which seeds are added has settled its comparisons: looked at after every few
 * seeds, the same few however many networks train side by side.
 */
public final class Looks {
  /** Seeds between two looks. */
  public static final int SEEDS = 5;

  private final List<ArmPair> pairs;
  private final Metric metric;

  public Looks(List<ArmPair> pairs, Metric metric) {
    this.pairs = pairs;
    this.metric = metric;
  }

  /**
   * The verdict on each pair of which both arms have ended on a seed, at the look that settled it.
   */
  List<SequentialVerdict> verdicts(StudyResult result) {
    return pairs.stream()
        .filter(pair -> !result.endedSeeds(pair.baseline(), pair.arm()).isEmpty())
        .map(pair -> verdict(result, pair))
        .toList();
  }

  private SequentialVerdict verdict(StudyResult result, ArmPair pair) {
    List<Long> seeds = result.endedSeeds(pair.baseline(), pair.arm());
    for (int n = SEEDS; n < seeds.size(); n += SEEDS) {
      SequentialVerdict verdict = after(result.on(seeds.subList(0, n)), pair);
      if (verdict.settled()) {
        return verdict;
      }
    }
    return after(result, pair);
  }

  private SequentialVerdict after(StudyResult result, ArmPair pair) {
    return SequentialVerdict.of(Comparison.pair(result, metric, pair), metric, pairs.size());
  }

  /** Whether every pair is settled; never where there is none. */
  public boolean settled(StudyResult result) {
    List<SequentialVerdict> verdicts = verdicts(result);
    return !pairs.isEmpty()
        && verdicts.size() == pairs.size()
        && verdicts.stream().allMatch(SequentialVerdict::settled);
  }
}
