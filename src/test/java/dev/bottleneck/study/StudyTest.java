package dev.bottleneck.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bottleneck.Asked;
import dev.bottleneck.device.Devices;
import dev.bottleneck.device.Hardware;
import dev.bottleneck.experiment.DenoisingPretrainingExperiment;
import dev.bottleneck.experiment.DenoisingPretrainingExperiment.Hyperparameters;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.study.configuration.Configuration;
import dev.bottleneck.study.result.StudyResult;
import dev.bottleneck.study.yaml.ConfigurationFile;
import dev.bottleneck.study.yaml.ShippedConfigurations;
import dev.bottleneck.testing.StubGpus;
import dev.bottleneck.testing.ToyStudies;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A whole study on a small data set: the same path that the command line takes. */
class StudyTest {
  private static final List<String> ARMS =
      List.of("no-pretraining", "autoencoder-pretraining", "denoising-pretraining");

  @TempDir Path folder;
  private ConfigurationFile base;
  private final StringWriter out = new StringWriter();

  @BeforeEach
  void writeData() throws IOException {
    base =
        ToyStudies.on(folder, "denoising-pretraining", 200, 80)
            .set("hidden=[12, 8]")
            .set("batchSize=10")
            .set("seeds=2");
  }

  private ConfigurationFile configuration(String... assignments) {
    ConfigurationFile file = base.copy();
    Stream.of(assignments).forEach(file::set);
    return file;
  }

  private StudyResult run(Path root, ConfigurationFile file, String... options) {
    return run(Devices.present(), root, file, options);
  }

  private StudyResult run(Devices devices, Path root, ConfigurationFile file, String... options) {
    RunOptions parsed =
        Asked.run(
            Stream.concat(Stream.of("--out", root.toString()), Stream.of(options))
                .toArray(String[]::new));
    DenoisingPretrainingExperiment experiment = new DenoisingPretrainingExperiment();
    Configuration<Hyperparameters> configuration = file.read(experiment);
    return new Study<>(experiment, configuration, parsed, Hardware.of(devices))
        .run(new PrintWriter(out));
  }

  private static Path runFolder(Path root) throws IOException {
    try (Stream<Path> runs = Files.list(root.resolve("denoising-pretraining"))) {
      return runs.reduce(
              (a, b) -> {
                throw new AssertionError("two runs");
              })
          .orElseThrow();
    }
  }

  private static float[] parameters(Path run, String arm) throws IOException {
    return MultiLayerNetwork.load(run.resolve(arm + "/model.zip").toFile(), false)
        .params()
        .toFloatVector();
  }

  @Test
  void givesTheSameBitsHoweverManyJobsRunAtOnce() throws IOException {
    Path one = folder.resolve("one");
    Path three = folder.resolve("three");
    run(one, configuration(), "--parallel", "1");
    run(three, configuration(), "--parallel", "3");
    Path a = runFolder(one);
    Path b = runFolder(three);
    assertThat(b.resolve("metrics.csv")).hasSameTextualContentAs(a.resolve("metrics.csv"));
    assertThat(b.resolve("summary.json")).hasSameTextualContentAs(a.resolve("summary.json"));
    for (String arm : ARMS) {
      assertThat(parameters(b, arm)).as(arm).containsExactly(parameters(a, arm));
    }
    assertThat(parameters(a, ARMS.get(0))).isNotEqualTo(parameters(a, ARMS.get(2)));
  }

  /** Arrays of other devices are copied, each of the data once to each device. */
  @Test
  void givesTheSameBitsOnSeveralGpus() throws IOException {
    StubGpus gpus = new StubGpus(2);
    run(folder.resolve("cpu"), configuration());
    run(gpus, folder.resolve("gpus"), configuration(), "--parallel", "3");
    Path a = runFolder(folder.resolve("cpu"));
    Path b = runFolder(folder.resolve("gpus"));
    assertThat(b.resolve("metrics.csv")).hasSameTextualContentAs(a.resolve("metrics.csv"));
    for (String arm : ARMS) {
      assertThat(parameters(b, arm)).as(arm).containsExactly(parameters(a, arm));
    }
    assertThat(b.resolve("manifest.json")).content().contains("3 workers on 2 GPUs, 1 or 2 each");
    assertThat(b.resolve("report.html")).content().doesNotContain("could not be drawn");
    assertThat(gpus.used().values()).contains(Set.of(1)).allMatch(used -> used.size() == 1);
    // Training and test part.
    assertThat(gpus.copied().stream().filter(c -> c.device() == 1).map(c -> c.original().size(0)))
        .containsExactlyInAnyOrder(200L, 80L);
    // The networks of the first seed, each with its updater's state, for this thread to draw.
    assertThat(gpus.copied().stream().filter(c -> c.device() == 0))
        .hasSizeGreaterThanOrEqualTo(2 * ARMS.size());
  }

  @Test
  void itsOwnConfigurationGivesTheSameNumbersAgain() throws IOException {
    run(folder.resolve("first"), configuration());
    Path first = runFolder(folder.resolve("first"));
    ConfigurationFile again = ShippedConfigurations.open(first.resolve("config.yaml").toString());
    run(folder.resolve("again"), again);
    assertThat(runFolder(folder.resolve("again")).resolve("metrics.csv"))
        .hasSameTextualContentAs(first.resolve("metrics.csv"));
  }

  @Test
  void writesEveryFileAndNothingHalf() throws IOException {
    StudyResult result = run(folder.resolve("out"), configuration());
    Path run = runFolder(folder.resolve("out"));
    assertThat(result.failures()).isEmpty();
    for (String file :
        List.of(
            "config.yaml",
            "manifest.json",
            "metrics.csv",
            "timings.csv",
            "summary.json",
            "report.html",
            "run.log",
            "figures/error.png",
            "figures/filters-denoising-pretraining.png",
            "figures/reconstructions-denoising-pretraining.png",
            "figures/learning-curves-fine-tuning.png",
            "denoising-pretraining/model.zip",
            "denoising-pretraining/autoencoder-2.zip")) {
      assertThat(run.resolve(file)).isNotEmptyFile();
    }
    try (Stream<Path> files = Files.walk(run)) {
      assertThat(files).noneMatch(file -> file.toString().endsWith(".part"));
    }
    assertThat(run.resolve("manifest.json")).content().contains("\"state\" : \"complete\"");
    assertThat(out.toString()).contains("denoising pretraining against no pretraining");
    assertThat(run.resolve("report.html"))
        .content()
        .contains("Speed of one network", "a processor has them in its memory");
    // One epoch of 200 images.
    assertThat(run.resolve("timings.csv"))
        .content()
        .contains(
            ",,run,transferSeconds,0.0\r\n",
            "denoising-pretraining,2,fine-tuning,batchSize,10\r\n",
            "denoising-pretraining,2,fine-tuning,images,200\r\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "3"})
  void everySeedOfADivergedArmIsRunAndTheOthersGoOn(String parallel) throws IOException {
    StudyResult result =
        run(
            folder.resolve("out"),
            configuration("pretrainingLearningRate=1e39"),
            "--parallel",
            parallel);
    Path run = runFolder(folder.resolve("out"));
    assertThat(result.failures())
        .hasSize(4)
        .allMatch(
            f ->
                f.matches(
                    ".* pretraining, seed [12]: the training loss became .* in epoch 1, step \\d+; .*"));
    assertThat(result.seeds(result.arms().get(0))).containsExactly(1L, 2L);
    assertThat(run.resolve("manifest.json")).content().contains("\"state\" : \"failed\"");
    assertThat(run.resolve("report.html")).content().contains("the training loss became");
    assertThat(run.resolve("no-pretraining/model.zip")).isNotEmptyFile();
  }

  @Test
  void aRunInBlocksSaysHowOftenTheVerdictCameOut() throws IOException {
    run(folder.resolve("out"), configuration("seeds=6", "blocks=2"));
    Path run = runFolder(folder.resolve("out"));
    assertThat(run.resolve("report.html"))
        .content()
        .contains("Replication: 2 disjoint blocks of 3 seeds");
    assertThat(run.resolve("figures/replication-denoising-pretraining-no-pretraining.png"))
        .isNotEmptyFile();
    assertThat(run.resolve("summary.json")).content().contains("\"seedsOfABlock\" : 3");
    assertThat(run.resolve("config.yaml")).content().contains("blocks: 2");
  }

  @Test
  void refusesDataTheNetworkCannotTakeAndTouchesNothing() {
    assertRefused(
        configuration("inputs=784"),
        "inputs is 784, but an example of .* has 64 values: set inputs=64");
    assertRefused(configuration("classes=10"), "classes is 10, but .* has 4: set classes=4");
    assertRefused(
        configuration("labelledExamples=201"), "labelledExamples is 201, but there are 200 .*");
    assertRefused(configuration("validation=last:200"), ".*validation.*");
    assertRefused(configuration("data=mnits"), ".*mnits.*did you mean \"mnist\".*");
  }

  private void assertRefused(ConfigurationFile file, String message) {
    Path root = folder.resolve("refused");
    assertThatThrownBy(() -> run(root, file))
        .isInstanceOf(UserError.class)
        .hasMessageMatching(message);
    assertThat(root).doesNotExist();
  }

  @Test
  void refusesAnOutputFolderThatIsAFile() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "mine");
    assertThatThrownBy(() -> run(file, configuration()))
        .isInstanceOf(UserError.class)
        .hasMessageContaining(file + " is a file");
    assertThat(file).hasContent("mine");
  }
}
