package dev.bottleneck.study.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bottleneck.report.Table;
import dev.bottleneck.study.result.Arm;
import dev.bottleneck.study.result.FinishedJob;
import dev.bottleneck.study.result.JobTime;
import dev.bottleneck.study.result.PhaseSpeed;
import dev.bottleneck.study.result.StudyResult;
import dev.bottleneck.study.result.WorkTime;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StudyTimingsTest {
  private static final Arm ARM = new Arm("plain", "plain autoencoder");

  private static FinishedJob job(long seed, PhaseSpeed... speeds) {
    return new FinishedJob(
        ARM,
        seed,
        List.of(),
        Optional.empty(),
        Optional.of("none"),
        List.of(speeds),
        new JobTime(8, new WorkTime(4, 0.5, 3, 2, 0.5)));
  }

  private static StudyResult result() {
    StudyResult result = new StudyResult(List.of(ARM));
    result.add(job(2, new PhaseSpeed("training", 32, 1000, new WorkTime(4, 1, 2, 0.5, 0.25))));
    result.add(
        job(
            1,
            new PhaseSpeed("training", 32, 500, new WorkTime(0.5, 0, 0.25, 0, 0))
                .plus(500, new WorkTime(1.5, 0.5, 1, 0, 0))
                .plus(0, WorkTime.ofValidation(0.75))
                .plus(0, WorkTime.ofKeeping(0.125))));
    return result;
  }

  @Test
  void theFileHasTheRunAndThenEachNetwork() {
    RunSpeed run = new RunSpeed(0.25, 6, 2, List.of(70.5, 30.0));
    assertThat(StudyTimings.csv(result(), run).toString().lines())
        .containsExactly(
            "arm,seed,phase,metric,value",
            ",,run,transferSeconds,0.25",
            ",,run,networksSideBySide,6",
            ",,run,networksPerGpu,3.0",
            ",,run,utilisationOfGpu0,70.5",
            ",,run,utilisationOfGpu1,30.0",
            "plain,1,training,batchSize,32",
            "plain,1,training,images,1000",
            "plain,1,training,seconds,2.0",
            "plain,1,training,imagesPerSecond,500.0",
            "plain,1,training,gatherSeconds,0.5",
            "plain,1,training,stepSeconds,1.25",
            "plain,1,training,validationSeconds,0.75",
            "plain,1,training,checkpointSeconds,0.125",
            "plain,1,job,seconds,8.0",
            "plain,1,job,trainingSeconds,4.0",
            "plain,1,job,validationSeconds,2.0",
            "plain,1,job,checkpointSeconds,0.5",
            "plain,2,training,batchSize,32",
            "plain,2,training,images,1000",
            "plain,2,training,seconds,4.0",
            "plain,2,training,imagesPerSecond,250.0",
            "plain,2,training,gatherSeconds,1.0",
            "plain,2,training,stepSeconds,2.0",
            "plain,2,training,validationSeconds,0.5",
            "plain,2,training,checkpointSeconds,0.25",
            "plain,2,job,seconds,8.0",
            "plain,2,job,trainingSeconds,4.0",
            "plain,2,job,validationSeconds,2.0",
            "plain,2,job,checkpointSeconds,0.5");
  }

  @Test
  void onAProcessorThereAreNoGpus() {
    assertThat(StudyTimings.csv(result(), new RunSpeed(0, 2, 0, List.of())).toString().lines())
        .startsWith(
            "arm,seed,phase,metric,value",
            ",,run,transferSeconds,0.0",
            ",,run,networksSideBySide,2",
            "plain,1,training,batchSize,32");
  }

  @Test
  void theTableHasMeansOverTheSeeds() {
    Table table = StudyTimings.table(result(), new RunSpeed(0.25, 6, 2, List.of(70.5, 30.0)));
    assertThat(table.rows())
        .containsExactly(List.of("plain autoencoder", "training", "32", "375", "3.0"));
    assertThat(table.notes())
        .containsExactly(
            "6 networks at a time on 2 GPUs; GPU 0 was in use 71 % of the time; GPU 1 was in use"
                + " 30 % of the time",
            "transfer of the data: 0.25 s, once for all networks");
    assertThat(StudyTimings.table(result(), new RunSpeed(0, 1, 0, List.of())).notes())
        .containsExactly(
            "one network at a time, on the processor",
            "transfer of the data: 0 s, a processor has them in its memory");
  }

  @Test
  void theSharesAreOfTheTimeOfAllSeeds() {
    Table table = StudyTimings.shares(result(), 1.25);
    assertThat(table.rows())
        .containsExactly(
            List.of("plain autoencoder", "37.5", "6.3", "6.3", "25.0", "6.3", "18.8", "16.0"));
    assertThat(table.notes()).containsExactly("before the jobs, to read the data: 1.3 s");
  }
}
