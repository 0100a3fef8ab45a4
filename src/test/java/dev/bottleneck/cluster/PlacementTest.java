package dev.bottleneck.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bottleneck.Bottleneck;
import dev.bottleneck.BottleneckException;
import dev.bottleneck.SweepBuilder;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.study.yaml.Yaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Slurm, Kubernetes and Spark are given to place a sweep's workers. */
class PlacementTest {
  private static final String URL = "jdbc:postgresql://host/db?user=me&sslmode=verify-full";

  @TempDir Path folder;

  private static SweepBuilder sweep() {
    return Bottleneck.sweep("quick").store(URL).workers(7).trials(40).set("epochs=3");
  }

  /** Read by a shell in which the program only tells what it was called with. */
  @Test
  @DisabledOnOs(OS.WINDOWS)
  void slurmsScriptStartsAWorker() throws IOException, InterruptedException {
    String script = sweep().set("data='npy:a b'").slurmScript();
    assertThat(script).startsWith("#!/bin/bash\n").contains("#SBATCH --array=1-7\n");
    String told = script.replaceAll("(?m)^exec \\S+/bottleneck ", "printf '%s\\\\n' ");
    Path file = Files.writeString(folder.resolve("quick.sh"), told);
    ProcessBuilder shell = new ProcessBuilder("bash", "-eu", file.toString());
    shell.environment().put("SLURM_CPUS_PER_TASK", "1");
    Process process = shell.start();
    assertThat(new String(process.getInputStream().readAllBytes()).lines())
        .containsExactly(
            "sweep",
            "quick",
            "--store=" + URL,
            "--worker",
            "--set=epochs=3",
            "--set=data='npy:a b'",
            "--trials=40",
            "--out=" + Path.of("results/sweeps").toAbsolutePath(),
            "--workers=1");
    assertThat(process.waitFor()).isZero();
  }

  @Test
  void kubernetesJobStartsWorkers() throws IOException {
    JsonNode job = documents(sweep().kubernetesJob()).get(0);
    assertThat(job.at("/kind").asText()).isEqualTo("Job");
    assertThat(job.at("/metadata/name").asText()).isEqualTo("bottleneck-quick");
    assertThat(job.at("/spec/completions").asInt()).isEqualTo(7);
    assertThat(job.at("/spec/parallelism").asInt()).isEqualTo(7);
    JsonNode worker = job.at("/spec/template/spec/containers/0");
    List<String> words = new ArrayList<>();
    worker.at("/args").forEach(word -> words.add(word.textValue()));
    assertThat(words)
        .containsExactly(
            "sweep",
            "quick",
            "--store=" + URL,
            "--worker",
            "--set=epochs=3",
            "--trials=40",
            "--workers=1",
            "--out=/work/results/sweeps");
    assertThat(worker.at("/env/0/valueFrom/secretKeyRef/name").asText())
        .isEqualTo("bottleneck-store");
    // Both are refused by Kubernetes unless they go together.
    assertThat(job.at("/spec/podFailurePolicy/rules/0/action").asText()).isEqualTo("FailIndex");
    assertThat(job.at("/spec/backoffLimitPerIndex").isInt()).isTrue();
    assertThat(job.at("/spec/template/spec/restartPolicy").asText()).isEqualTo("Never");
  }

  /** A worker finds the user's own files at the paths that the sweep names. */
  @Test
  void kubernetesIsGivenTheUsersOwnFiles() throws IOException {
    Path here = Files.createTempDirectory(Path.of("target"), "own");
    try {
      Path experiment = Files.writeString(here.resolve("mine.yaml"), shipped("sparse-kl"));
      Path file =
          Files.writeString(
              here.resolve("My sweep.yaml"),
              """
              name: my-sweep
              experiment: %s
              space: {code: {integer: [2, 4]}}
              objective: {metric: crossEntropy, goal: min}
              budget: {trials: 2}
              """
                  .formatted(experiment));
      List<JsonNode> documents =
          documents(Bottleneck.sweep(file.toString()).store(URL).workers(1).kubernetesJob());
      JsonNode texts = documents.get(0).at("/data");
      JsonNode pod = documents.get(1).at("/spec/template/spec");
      assertThat(documents.get(1).at("/metadata/name").asText()).isEqualTo("bottleneck-my-sweep");
      List<String> paths = new ArrayList<>();
      for (JsonNode item : pod.at("/volumes/0/configMap/items")) {
        Path path = Path.of(item.at("/path").asText());
        paths.add(path.toString());
        assertThat(texts.at("/" + item.at("/key").asText()).asText())
            .isEqualTo(Files.readString(path));
      }
      assertThat(paths).containsExactlyInAnyOrder(experiment.toString(), file.toString());
      assertThat(pod.at("/containers/0/args/1").asText()).isEqualTo(file.toString());
      assertThat(pod.at("/containers/0/workingDir").asText())
          .isEqualTo(pod.at("/containers/0/volumeMounts/0/mountPath").asText());
    } finally {
      SparkDriver.remove(here);
    }
  }

  private static String shipped(String experiment) throws IOException {
    return Files.readString(Path.of("experiments", experiment + ".yaml"));
  }

  private static List<JsonNode> documents(String manifest) throws IOException {
    List<JsonNode> documents = new ArrayList<>();
    for (String text : manifest.split("(?m)^---\n")) {
      documents.add(Yaml.MAPPER.readTree(text));
    }
    return documents;
  }

  @Test
  void workersElsewhereNeedADatabase() {
    assertThatThrownBy(() -> Bottleneck.sweep("quick").workers(2).slurmScript())
        .isInstanceOf(BottleneckException.class)
        .hasMessageContaining("--slurm wants --store");
    assertThatThrownBy(() -> Bottleneck.sweep("quick").workers(2).kubernetesJob())
        .isInstanceOf(BottleneckException.class)
        .hasMessageContaining("--kubernetes wants --store");
    assertThatThrownBy(() -> Bottleneck.sweep("quick").workers(2).spark("local[2]").run())
        .isInstanceOf(BottleneckException.class)
        .hasMessageContaining("--spark wants --store");
    assertThatThrownBy(() -> Bottleneck.sweep("quick").store(URL).spark("local[2]").run())
        .isInstanceOf(BottleneckException.class)
        .hasMessageContaining("--spark wants --workers");
  }

  @ParameterizedTest
  @ValueSource(strings = {"spark://host:7077", "local[2]", "local[*]", "local"})
  void takesSparksAddresses(String master) {
    assertThat(new SparkOptions(master, List.of("spark.executor.cores=2")).master())
        .isEqualTo(master);
  }

  /** Spark itself would give up at the first death. */
  @Test
  void workersOfThisMachineAreBroughtBackToo() {
    assertThat(new SparkOptions("local[2]", List.of()).patientMaster()).isEqualTo("local[2,20]");
    assertThat(new SparkOptions("local[*]", List.of()).patientMaster()).isEqualTo("local[*,20]");
    assertThat(new SparkOptions("spark://host:1", List.of()).patientMaster())
        .isEqualTo("spark://host:1");
  }

  @Test
  void tellsWhatATemplateCannotCarry() throws IOException {
    assertThatThrownBy(() -> sweep().set("data=npy:a\nb").slurmScript())
        .hasMessageContaining("--slurm takes no line breaks");
    assertThatThrownBy(() -> sweep().join().retryFailed().slurmScript())
        .hasMessageContaining("--slurm does not go with --retry-failed");
    Path here = Files.createTempDirectory(Path.of("target"), "own");
    try {
      Path data = Files.writeString(here.resolve("digits.csv"), "1,2");
      assertThatThrownBy(() -> sweep().set("data=csv:" + data).kubernetesJob())
          .hasMessageContaining("--kubernetes sends no data")
          .hasMessageContaining("digits.csv");
    } finally {
      SparkDriver.remove(here);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "host:7077, spark.a=b, --spark is host:7077",
    "yarn, spark.a=b, --spark is yarn",
    "local, executor.cores=2, --spark-conf is executor.cores=2",
    "local, spark.executor.cores, key=value",
  })
  void tellsWhatSparkWouldNotTake(String master, String setting, String said) {
    assertThatThrownBy(() -> new SparkOptions(master, List.of(setting)))
        .isInstanceOf(UserError.class)
        .hasMessageContaining(said);
  }
}
