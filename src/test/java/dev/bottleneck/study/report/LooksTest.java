package dev.bottleneck.study.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bottleneck.evaluation.Metric;
import dev.bottleneck.study.result.Arm;
import dev.bottleneck.study.result.ArmPair;
import dev.bottleneck.study.result.FinishedJob;
import dev.bottleneck.study.result.JobResult;
import dev.bottleneck.study.result.JobTime;
import dev.bottleneck.study.result.StudyResult;
import dev.bottleneck.study.result.WorkTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LooksTest {
  private static final Arm A = new Arm("a", "the old way");
  private static final Arm B = new Arm("b", "the new way");
  private static final Looks LOOKS =
      new Looks(List.of(new ArmPair(A, B)), Metric.classificationError().of("test"));

  private static StudyResult result(int seeds) {
    StudyResult result = new StudyResult(List.of(A, B));
    for (int seed = 1; seed <= seeds; seed++) {
      for (Arm arm : List.of(A, B)) {
        Map<String, Double> measures = Map.of("error", arm.equals(A) ? .2 : .1);
        result.add(
            new FinishedJob(
                arm,
                seed,
                List.of(),
                Optional.of(new JobResult(measures, Map.of(), Optional.empty())),
                Optional.empty(),
                List.of(),
                new JobTime(1, WorkTime.NONE)));
      }
    }
    return result;
  }

  /** Eight one way settle (ConfidenceSequenceTest); the look after them is that after ten. */
  @Test
  void saysAtWhichLookItWasSettled() {
    assertThat(LOOKS.settled(result(5))).isFalse();
    assertThat(LOOKS.verdicts(result(5)).get(0).sentence()).startsWith("Not settled after 5 seeds");
    assertThat(LOOKS.settled(result(10))).isTrue();
    assertThat(LOOKS.verdicts(result(35)).get(0).sentence()).startsWith("Settled after 10 seeds");
  }

  @Test
  void nothingToCompareIsNeverSettled() {
    Looks none = new Looks(List.of(), Metric.classificationError().of("test"));
    assertThat(none.settled(result(10))).isFalse();
  }
}
