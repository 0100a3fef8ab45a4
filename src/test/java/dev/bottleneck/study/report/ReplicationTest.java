package dev.bottleneck.study.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bottleneck.evaluation.Metric;
import dev.bottleneck.experiment.DenoisingPretrainingExperiment;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.study.Settings;
import dev.bottleneck.study.configuration.Configuration;
import dev.bottleneck.study.result.Arm;
import dev.bottleneck.study.result.ArmPair;
import dev.bottleneck.study.result.FinishedJob;
import dev.bottleneck.study.result.JobResult;
import dev.bottleneck.study.result.JobTime;
import dev.bottleneck.study.result.StudyResult;
import dev.bottleneck.study.result.WorkTime;
import dev.bottleneck.study.yaml.ShippedConfigurations;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReplicationTest {
  private static final Arm A = new Arm("a", "the old way");
  private static final Arm B = new Arm("b", "the new way");
  private static final Metric ERROR = Metric.classificationError().of("test");

  private static FinishedJob job(Arm arm, long seed, double error) {
    JobResult result = new JobResult(Map.of("error", error), Map.of(), Optional.empty());
    return new FinishedJob(
        arm,
        seed,
        List.of(),
        Optional.of(result),
        Optional.empty(),
        List.of(),
        new JobTime(1, WorkTime.NONE));
  }

  private static Configuration<?> configuration(int seeds, int blocks) {
    return ShippedConfigurations.open("denoising-pretraining")
        .set("firstSeed=1")
        .set("seeds=" + seeds)
        .set("blocks=" + blocks)
        .read(new DenoisingPretrainingExperiment());
  }

  /** Three blocks of eight: in the first two b is lower, in the last it is as often higher. */
  private static StudyResult threeBlocks() {
    StudyResult result = new StudyResult(List.of(A, B));
    for (int seed = 1; seed <= 24; seed++) {
      result.add(job(A, seed, .05 + .001 * seed));
      result.add(job(B, seed, .05 + .001 * seed + (seed > 16 && seed % 2 == 0 ? .01 : -.01)));
    }
    return result;
  }

  @Test
  void everyBlockIsJudgedByItself() {
    Replication replication =
        Replication.of(threeBlocks(), configuration(24, 3), List.of(new ArmPair(A, B)), ERROR);
    assertThat(replication.sentences())
        .containsExactly(
            "The new way against the old way: \"typically better, on average not shown\" came out"
                + " in 2 of 3 blocks of 8 seeds, 9 to 99.2 % of all.");
    assertThat(replication.table().rows())
        .extracting(row -> row.get(1) + ": " + row.get(2))
        .containsExactly("typically better, on average not shown: 2", "no difference shown: 1");
    assertThat(replication.describe())
        .containsEntry("b against a", List.of("TYPICALLY_BETTER", "TYPICALLY_BETTER", "NOT_SHOWN"));
    assertThat(replication.figures()).hasSize(1).allMatch(figure -> figure.drawn());
  }

  @Test
  void aBlockThatHasNotEndedDoesNotCount() {
    StudyResult part = threeBlocks().on(java.util.stream.LongStream.range(1, 20).boxed().toList());
    Replication replication =
        Replication.of(part, configuration(24, 3), List.of(new ArmPair(A, B)), ERROR);
    assertThat(replication.blocks()).hasSize(2);
  }

  @Test
  void blocksAreOfTheSeedsThatWereAskedFor() {
    Configuration<?> c =
        Settings.NONE
            .withSeeds(7)
            .inBlocks(3)
            .applyTo(ShippedConfigurations.open("denoising-pretraining"))
            .read(new DenoisingPretrainingExperiment());
    assertThat(c.seeds()).isEqualTo(21);
    assertThat(c.blocks()).isEqualTo(3);
    assertThat(c.published()).isNotEmpty();
    assertThatThrownBy(() -> configuration(10, 3))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("10 seeds cannot be divided into so many equal blocks");
    assertThatThrownBy(
            () ->
                ShippedConfigurations.open("denoising-pretraining")
                    .set("seeds=4")
                    .set("blocks=2")
                    .set("untilDecided=true")
                    .read(new DenoisingPretrainingExperiment()))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("blocks have a number of seeds fixed beforehand");
  }
}
