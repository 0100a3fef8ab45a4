package dev.bottleneck.study.resume;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bottleneck.report.RunFolder;
import dev.bottleneck.study.result.Arm;
import dev.bottleneck.study.result.CurvePoint;
import dev.bottleneck.study.result.FinishedJob;
import dev.bottleneck.study.result.JobResult;
import dev.bottleneck.study.result.JobTime;
import dev.bottleneck.study.result.PhaseSpeed;
import dev.bottleneck.study.result.WorkTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs that have ended come back as they were, or not at all. */
class JobFilesTest {
  private static final Arm ARM = new Arm("arm", "an arm");
  private static final WorkTime WORK = new WorkTime(0.1, 0.2, 1 / 3.0, 4);

  @TempDir Path folder;
  private final List<String> notes = new ArrayList<>();

  private JobFiles jobs() {
    return jobs("of this run");
  }

  private JobFiles jobs(String of) {
    return new JobFiles(RunFolder.open(folder), of, Set.of(), notes::add);
  }

  private static FinishedJob job(Optional<JobResult> result, Optional<String> failure) {
    return new FinishedJob(
        ARM,
        -3,
        List.of(new CurvePoint("training", 1 / 3.0, CurvePoint.TRAINING_LOSS, Math.PI)),
        result,
        failure,
        List.of(new PhaseSpeed("training", 32, 5_000_000_000L, WORK)),
        new JobTime(7.1, WORK));
  }

  private static FinishedJob classifier() {
    return job(
        Optional.of(
            new JobResult(
                Map.of(
                    "error", 0.1 + 0.2, "strange", Double.NaN, "large", Double.POSITIVE_INFINITY),
                Map.of(),
                Map.of(),
                Optional.of(new boolean[] {true, false, true}),
                List.of("a measure: «too few»"))),
        Optional.empty());
  }

  @Test
  void comesBackToTheLastBit() throws IOException {
    jobs().write(classifier());
    FinishedJob back = jobs().read(ARM, -3).orElseThrow();
    JobResult result = back.result().orElseThrow();
    JobResult expected = classifier().result().orElseThrow();
    assertThat(result.measures()).isEqualTo(expected.measures());
    assertThat(result.correct().orElseThrow()).isEqualTo(expected.correct().orElseThrow());
    assertThat(result.leftOut()).isEqualTo(expected.leftOut());
    assertThat(back.curve()).isEqualTo(classifier().curve());
    assertThat(back.speeds()).isEqualTo(classifier().speeds());
    assertThat(back.time()).isEqualTo(classifier().time());
    assertThat(back.failure()).isEmpty();
    assertThat(jobs().read(ARM, 3)).isEmpty();
    assertThat(notes).isEmpty();
  }

  /** Neither of another run nor, renamed, of another job. */
  @Test
  void anothersIsTrainedAgain() throws IOException {
    jobs().write(classifier());
    assertThat(jobs("of another").read(ARM, -3)).isEmpty();
    Files.copy(folder.resolve("jobs/arm--3.json"), folder.resolve("jobs/arm-5.json"));
    assertThat(jobs().read(ARM, 5)).isEmpty();
    assertThat(notes).hasSize(2).allMatch(note -> note.endsWith("it is of another run or job"));
  }

  @Test
  void whatFailedIsTriedAgain() throws IOException {
    jobs().write(job(Optional.empty(), Optional.of("diverged")));
    assertThat(jobs().read(ARM, -3)).isEmpty();
  }

  /** A digit that is another is noticed, unless it names the same number. */
  @Test
  void aDamagedOneIsTrainedAgain() throws IOException {
    jobs().write(classifier());
    Path file = folder.resolve("jobs/arm--3.json");
    byte[] whole = Files.readAllBytes(file);
    for (int i = 0; i < whole.length - 1; i++) {
      byte[] damaged = whole.clone();
      damaged[i] ^= 1;
      Files.write(file, damaged);
      int before = notes.size();
      Optional<FinishedJob> back = jobs().read(ARM, -3);
      assertThat(notes).as("byte %d", i).hasSize(back.isPresent() ? before : before + 1);
      back.ifPresent(
          job ->
              assertThat(job.result().orElseThrow().measures())
                  .isEqualTo(classifier().result().orElseThrow().measures()));
    }
    assertThat(notes)
        .hasSizeGreaterThan(whole.length * 9 / 10)
        .allMatch(note -> note.contains("the job is trained again"));
  }
}
