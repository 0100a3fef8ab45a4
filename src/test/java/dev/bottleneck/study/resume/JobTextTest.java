package dev.bottleneck.study.resume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bottleneck.autoencoder.ModelFile;
import dev.bottleneck.jobs.JobState;
import dev.bottleneck.jobs.StoredJob;
import dev.bottleneck.report.RunFolder;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.runtime.WholeFile;
import dev.bottleneck.study.result.Arm;
import dev.bottleneck.study.result.CurvePoint;
import dev.bottleneck.study.result.FinishedJob;
import dev.bottleneck.study.result.JobResult;
import dev.bottleneck.study.result.JobTime;
import dev.bottleneck.study.result.PhaseSpeed;
import dev.bottleneck.study.result.WorkTime;
import dev.bottleneck.testing.Networks;
import dev.bottleneck.training.Network;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;

/** Jobs that have ended come back as they were. */
class JobTextTest {
  private static final Arm ARM = new Arm("arm", "an arm");
  private static final WorkTime WORK = new WorkTime(0.1, 0.2, 1 / 3.0, 4, 0.5);

  @TempDir Path folder;

  private JobText texts() {
    return new JobText(RunFolder.open(folder), Set.of(), true);
  }

  private FinishedJob read(String text, JobState state, String error) throws IOException {
    return texts()
        .read(
            ARM,
            new StoredJob(
                "run",
                0,
                state,
                "arm",
                -3,
                Optional.ofNullable(text),
                OptionalDouble.empty(),
                Optional.ofNullable(error),
                Optional.empty(),
                Optional.empty(),
                0,
                0,
                0,
                1,
                0,
                2.5));
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
    FinishedJob back = read(texts().of(classifier()), JobState.COMPLETE, null);
    JobResult result = back.result().orElseThrow();
    JobResult expected = classifier().result().orElseThrow();
    assertThat(result.measures()).isEqualTo(expected.measures());
    assertThat(result.correct().orElseThrow()).isEqualTo(expected.correct().orElseThrow());
    assertThat(result.leftOut()).isEqualTo(expected.leftOut());
    assertThat(back.seed()).isEqualTo(-3);
    assertThat(back.curve()).isEqualTo(classifier().curve());
    assertThat(back.speeds()).isEqualTo(classifier().speeds());
    assertThat(back.time()).isEqualTo(classifier().time());
    assertThat(back.failure()).isEmpty();
  }

  /** The curve of a training that diverged tells how. */
  @Test
  void soDoesOneThatFailed() throws IOException {
    FinishedJob failed = job(Optional.empty(), Optional.of("diverged"));
    assertThat(read(texts().of(failed), JobState.FAILED, "diverged")).isEqualTo(failed);
  }

  @Test
  void ofOneWhoseProcessDiedNothingIsKnown() throws IOException {
    FinishedJob dead = read(null, JobState.FAILED, "its process died 3 times");
    assertThat(dead.failure()).contains("its process died 3 times");
    assertThat(dead.curve()).isEmpty();
    assertThat(dead.time().seconds()).isEqualTo(2.5);
  }

  @Test
  void aTextOfAnotherKindIsNone() {
    assertThatThrownBy(() -> read("{}", JobState.COMPLETE, null)).isInstanceOf(IOException.class);
  }

  /** Of a store that someone else wrote, hashes and all. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "null",
        "[]",
        "7",
        "{\"found\": null, \"curve\": null, \"speeds\": [], \"time\": null}",
        "{\"found\": null, \"curve\": [null], \"speeds\": [], \"time\": {}}",
      })
  void whatHoldsNothingIsNone(String text) {
    assertRefused(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "measures | null",
        "measures | {\"error\": null}",
        "measures | {\"error\": \"x\"}",
        "networks | null",
        "networks | [null]",
        "networks | [\"../../../secret\"]",
        "networks | [\"a\\u0000b\"]",
        "leftOut | null",
        "leftOut | [null]",
        "more | 1"
      })
  void whatWasForgedIsNone(String key, String value) throws IOException {
    JsonMapper json = new JsonMapper();
    ObjectNode text = (ObjectNode) json.readTree(texts().of(classifier()));
    ((ObjectNode) text.get("found")).set(key, json.readTree(value));
    assertRefused(text.toString());
  }

  private void assertRefused(String text) {
    assertThatThrownBy(() -> read(text, JobState.COMPLETE, null))
        .isInstanceOf(IOException.class)
        .hasMessage("it is no record of a job");
  }

  /** Also where it is damaged between what an archive's checksums are of. */
  @Test
  void aModelFileThatIsAnotherIsNotTaken() throws IOException {
    Network network =
        Network.of(
            Networks.layers(
                DataType.FLOAT,
                new Sgd(0.1),
                new OutputLayer.Builder(new LossMSE()).nIn(2).nOut(2).build()));
    Path file = folder.resolve("arm/model.zip");
    WholeFile.write(file, out -> ModelFile.write(network, Optional.empty(), out));
    JobResult result =
        new JobResult(Map.of("error", 0.5), Map.of("model", network), Optional.empty());
    String text = texts().of(job(Optional.of(result), Optional.empty()));
    assertThat(read(text, JobState.COMPLETE, null).result().orElseThrow().networks())
        .containsOnlyKeys("model");
    Files.write(file, new byte[1], StandardOpenOption.APPEND);
    assertThatThrownBy(() -> read(text, JobState.COMPLETE, null))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("it is not what the run wrote");
  }
}
