package dev.bottleneck.study.comparison;

import dev.bottleneck.evaluation.Metric;
import dev.bottleneck.study.configuration.Configuration.EvaluateOn;
import dev.bottleneck.study.result.Arm;
import dev.bottleneck.study.result.StudyResult;
import dev.bottleneck.study.runs.Quantity;
import dev.bottleneck.study.runs.RecordedRun;

/** A run, what it is called and what it is compared by. */
record Side(RecordedRun run, String label, Metric metric) {
  EvaluateOn part() {
    return run.configuration().evaluateOn();
  }

  /** By the same quantity on the same part, the same direction the better one. */
  boolean isLike(Side other) {
    return metric.key().equals(other.metric.key())
        && metric.lowerIsBetter() == other.metric.lowerIsBetter()
        && part() == other.part()
        && Quantity.isSame(run, other.run, metric.key());
  }

  /** Whether something ended with a result, and none of it has the measure. */
  boolean lacks(String measure) {
    return !run.result().jobs().stream().allMatch(job -> job.result().isEmpty())
        && run.arms().stream().noneMatch(arm -> run.result().measures(arm).contains(measure));
  }

  /** Whether all results of {@code arm} have the measure: what has it not has not failed. */
  static boolean takes(StudyResult result, Arm arm, String measure) {
    return result.jobs().stream()
        .filter(job -> job.arm().equals(arm))
        .flatMap(job -> job.result().stream())
        .allMatch(found -> found.measures().containsKey(measure));
  }

  /** Whether its seeds are a number that was fixed beforehand, and all have ended. */
  boolean isWhole() {
    return run.ended() && !run.configuration().untilDecided();
  }
}
