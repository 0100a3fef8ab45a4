package dev.bottleneck.study.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bottleneck.evaluation.Metric;
import dev.bottleneck.study.result.Arm;
import dev.bottleneck.study.result.CurvePoint;
import dev.bottleneck.study.result.FinishedJob;
import dev.bottleneck.study.result.JobResult;
import dev.bottleneck.study.result.JobTime;
import dev.bottleneck.study.result.StudyResult;
import dev.bottleneck.study.result.WorkTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ApartRunsTest {
  private static final Arm ARM = new Arm("a", "an arm");
  private static final Metric ERROR = Metric.classificationError().of("test");

  /** One whose loss foretells its end, and a measure that does not. */
  private static FinishedJob job(long seed, boolean apart) {
    double loss = apart ? .3 + .001 * seed : .1 + .001 * seed;
    return job(
        seed,
        apart,
        new CurvePoint("fine-tuning", .5, CurvePoint.TRAINING_LOSS, 1),
        new CurvePoint("fine-tuning", 1, CurvePoint.TRAINING_LOSS, loss));
  }

  private static FinishedJob job(long seed, boolean apart, CurvePoint... curve) {
    Map<String, Double> measures =
        Map.of("error", apart ? .25 : .08 + .0001 * seed, "parameters", 7.0);
    return new FinishedJob(
        ARM,
        seed,
        List.of(curve),
        Optional.of(new JobResult(measures, Map.of(), Optional.empty())),
        Optional.empty(),
        List.of(),
        new JobTime(1, WorkTime.NONE));
  }

  private static StudyResult result(int others, int apart) {
    StudyResult result = new StudyResult(List.of(ARM));
    for (int seed = 0; seed < others + apart; seed++) {
      result.add(job(seed, seed >= others));
    }
    return result;
  }

  @Test
  void saysWhatTellsThemApart() {
    List<ApartRuns> found = ApartRuns.of(result(10, 4), ERROR);
    assertThat(found).hasSize(1);
    assertThat(found.get(0).apart()).hasSize(4);
    assertThat(found.get(0).table().rows())
        .contains(
            List.of("fine-tuning, training loss, epoch 0.50", "1.0000", "1.0000", "0.50"),
            List.of("fine-tuning, training loss, epoch 1.00", "0.3115", "0.1045", "1.00"),
            List.of("parameters", "7.0000", "7.0000", "0.50"));
    assertThat(found.get(0).figure().orElseThrow().drawn()).isTrue();
  }

  /** As of an experiment that records none, or whose trainings end at different epochs. */
  @Test
  void curvesMayBeMissingOrOfDifferentLengths() {
    StudyResult without = new StudyResult(List.of(ARM));
    StudyResult uneven = new StudyResult(List.of(ARM));
    for (int seed = 0; seed < 14; seed++) {
      without.add(job(seed, seed >= 10, new CurvePoint[0]));
      CurvePoint[] curve = new CurvePoint[1 + seed % 3];
      for (int epoch = 0; epoch < curve.length; epoch++) {
        curve[epoch] = new CurvePoint("training", epoch + 1, CurvePoint.TRAINING_LOSS, 1);
      }
      uneven.add(job(seed, seed >= 10, curve));
    }
    assertThat(ApartRuns.of(without, ERROR).get(0).figure()).isEmpty();
    assertThat(ApartRuns.of(uneven, ERROR).get(0).figure().orElseThrow().drawn()).isTrue();
  }

  @Test
  void aFewAreTooFewToCompare() {
    assertThat(ApartRuns.of(result(10, 2), ERROR)).isEmpty();
    assertThat(ApartRuns.of(result(10, 0), ERROR)).isEmpty();
  }
}
