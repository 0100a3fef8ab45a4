package dev.bottleneck.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bottleneck.Asked;
import dev.bottleneck.data.Sha256;
import dev.bottleneck.device.Devices;
import dev.bottleneck.device.Hardware;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.study.experiment.Experiment;
import dev.bottleneck.study.result.CurvePoint;
import dev.bottleneck.study.result.StudyResult;
import dev.bottleneck.study.yaml.ConfigurationFile;
import dev.bottleneck.study.yaml.ShippedConfigurations;
import dev.bottleneck.testing.StubGpus;
import dev.bottleneck.testing.ToyImages;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whole studies whose training stops early, keeps its best epoch or starts from another run. */
class TrainingStudyTest {
  /** At this rate the small network's validation loss soon rises and falls. */
  private static final String RESTLESS = "learningRate=0.3";

  @TempDir static Path folder;
  private static String data;
  private final StringWriter out = new StringWriter();

  @BeforeAll
  static void writeData() throws IOException {
    data = ToyImages.write(folder.resolve("toy"), 120, 40);
  }

  private static ConfigurationFile configuration(String name, String... assignments) {
    ConfigurationFile file =
        ShippedConfigurations.open(name)
            .set("data='" + data + "'")
            .set("inputs=" + ToyImages.PIXELS)
            .set("code=3")
            .set("batchSize=10")
            .set("validation=last:40")
            .set("seeds=2");
    Stream.of(assignments).forEach(file::set);
    return file;
  }

  private static ConfigurationFile stacked(String... assignments) {
    return configuration(
        "stacked",
        Stream.concat(Stream.of("hidden=6", "epochs=4"), Stream.of(assignments))
            .toArray(String[]::new));
  }

  private StudyResult run(Path root, ConfigurationFile file, String... options) {
    return run(Devices.present(), root, file, options);
  }

  private StudyResult run(Devices devices, Path root, ConfigurationFile file, String... options) {
    Asked.Study asked =
        Asked.study(
            Stream.concat(Stream.of("--out", root.toString()), Stream.of(options))
                .toArray(String[]::new));
    return run(devices, file.experiment(), asked.settings().applyTo(file), asked.options());
  }

  private <H extends Record> StudyResult run(
      Devices devices, Experiment<H> experiment, ConfigurationFile file, RunOptions options) {
    return new Study<>(experiment, file.read(experiment), options, Hardware.of(devices))
        .run(new PrintWriter(out));
  }

  private static Path only(Path root) {
    try (Stream<Path> names = Files.walk(root, 2)) {
      return names
          .filter(path -> Files.exists(path.resolve("config.yaml")))
          .reduce(
              (a, b) -> {
                throw new AssertionError("two runs");
              })
          .orElseThrow();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static float[] parameters(Path model) throws IOException {
    return MultiLayerNetwork.load(model.toFile(), false).params().toFloatVector();
  }

  private static double[] validationLosses(StudyResult result, int job) {
    return result.jobs().get(job).curve().stream()
        .filter(point -> point.metric().equals(CurvePoint.VALIDATION_LOSS))
        .mapToDouble(CurvePoint::value)
        .toArray();
  }

  @Test
  void stopsByTheValidationLossKeepsTheBestEpochAndSaysSo() {
    StudyResult result =
        run(
            folder.resolve("stops"),
            stacked("epochs=40", "patience=2", "keep=best", RESTLESS, "evaluateOn=validation"));
    for (int i = 0; i < 2; i++) {
      var measures = result.jobs().get(i).result().orElseThrow().measures();
      double[] losses = validationLosses(result, i);
      int best = measures.get("bestEpoch").intValue();
      assertThat(losses).hasSize(measures.get("epochs").intValue()).hasSizeLessThan(40);
      assertThat(best).isEqualTo(losses.length - 2);
      // Measured on the same part, by the same batches: the network is that epoch's to the bit.
      assertThat(measures.get("loss")).isEqualTo(losses[best - 1]);
      assertThat(losses[best - 1]).isEqualTo(java.util.Arrays.stream(losses).min().orElseThrow());
    }
    assertThat(out.toString()).contains("chosen by the loss on the validation part", "bestEpoch");
    assertThat(only(folder.resolve("stops")).resolve("report.html"))
        .content()
        .contains("chosen by the loss on the validation part");
  }

  @Test
  void aLossMeasuredOnTheTestPartIsNotWarnedOf() {
    StudyResult result =
        run(folder.resolve("test"), stacked("keep=best", "evaluateOn=test"), "--quick");
    assertThat(result.measures(result.arms().get(0))).contains("epochs", "bestEpoch");
    assertThat(out.toString()).doesNotContain("chosen by the loss");
  }

  @Test
  void withoutTheOptionsThereAreNoMeasuresOfThem() {
    StudyResult result = run(folder.resolve("plain"), stacked("schedule=cosine"), "--quick");
    assertThat(result.measures(result.arms().get(0))).doesNotContain("epochs", "bestEpoch");
  }

  @Test
  void givesTheSameBitsHoweverManyJobsRunAtOnceAndAgain() throws IOException {
    String[] options = {
      "patience=2", "keep=best", "schedule=exponential:0.9", "epochs=12", RESTLESS
    };
    run(folder.resolve("one"), stacked(options), "--parallel", "1");
    run(folder.resolve("two"), stacked(options), "--parallel", "2");
    Path one = only(folder.resolve("one"));
    ConfigurationFile again = ShippedConfigurations.open(one.resolve("config.yaml").toString());
    run(folder.resolve("again"), again);
    for (String other : List.of("two", "again")) {
      Path run = only(folder.resolve(other));
      assertThat(run.resolve("metrics.csv")).hasSameTextualContentAs(one.resolve("metrics.csv"));
      assertThat(run.resolve("config.yaml")).hasSameTextualContentAs(one.resolve("config.yaml"));
      assertThat(parameters(run.resolve("stacked/model.zip")))
          .containsExactly(parameters(one.resolve("stacked/model.zip")));
    }
  }

  @Test
  void greedysArmWithoutFineTuningHasNoEpochs() {
    StudyResult result =
        run(
            folder.resolve("greedy"),
            configuration("greedy", "hidden=6", "patience=1", "keep=best"),
            "--quick");
    assertThat(result.measures(result.arms().get(0))).doesNotContain("epochs", "bestEpoch");
    assertThat(result.measures(result.arms().get(1))).contains("epochs", "bestEpoch");
    assertThat(out.toString()).containsPattern("bestEpoch +–");
  }

  /** With nothing to learn at a rate next to nought, what is saved is what it started from. */
  @Test
  void startsFromTheWeightsOfAnotherRun() throws IOException {
    run(folder.resolve("source"), stacked("seeds=1"));
    Path source = only(folder.resolve("source"));
    Path model = source.resolve("stacked/model.zip");
    String[] still = {"learningRate=1e-30", "epochs=1"};
    run(folder.resolve("warm"), stacked(still), "--from", source.toString());
    Path warm = only(folder.resolve("warm"));
    assertThat(parameters(warm.resolve("stacked/model.zip"))).containsExactly(parameters(model));
    assertThat(warm.resolve("config.yaml")).content().contains("from: " + source);
    assertThat(warm.resolve("manifest.json"))
        .content()
        .contains("\"" + model + "\" : \"" + Sha256.of(Files.readAllBytes(model)) + "\"");
    assertThat(out.toString()).contains("Every seed starts from the same weights");
    // The only arm of another experiment, and a file.
    run(folder.resolve("other"), dropout(still).setText("from", source.toString()));
    run(folder.resolve("zip"), dropout(still).setText("from", model.toString()));
    for (String name : List.of("other", "zip")) {
      assertThat(parameters(only(folder.resolve(name)).resolve("denoising/model.zip")))
          .containsExactly(parameters(model));
    }
  }

  @Test
  void startsFromTheSameWeightsOnEveryGpu() throws IOException {
    run(folder.resolve("begun"), stacked("seeds=1"));
    String from = only(folder.resolve("begun")).toString();
    StubGpus gpus = new StubGpus(2);
    StudyResult one = run(folder.resolve("cpu"), stacked(), "--from", from);
    StudyResult two =
        run(gpus, folder.resolve("gpus"), stacked(), "--from", from, "--parallel", "2");
    assertThat(measures(two)).isEqualTo(measures(one));
    // Training, validation and test part, and the weights; in the order the thread asked for them.
    assertThat(gpus.copied().stream().filter(copied -> copied.device() == 1)).hasSize(4);
  }

  private static List<Map<String, Double>> measures(StudyResult result) {
    return result.jobs().stream().map(job -> job.result().orElseThrow().measures()).toList();
  }

  private static ConfigurationFile dropout(String... assignments) {
    return configuration(
        "denoising-dropout",
        Stream.concat(Stream.of("hidden=6"), Stream.of(assignments)).toArray(String[]::new));
  }

  @Test
  void refusesAStartThatDoesNotFitAndTouchesNothing() throws IOException {
    run(folder.resolve("small"), stacked("seeds=1", "epochs=1"));
    Path run = only(folder.resolve("small"));
    Path model = run.resolve("stacked/model.zip");
    assertRefused(
        stacked("code=4"),
        run,
        "from is %s: its layer 1 has W [6, 3], b [3], that of the network to be trained has W"
                .formatted(model)
            + " [6, 4], b [4]");
    assertRefused(
        configuration("undercomplete"),
        run,
        "from is %s: it has 4 layers, the network to be trained has 2".formatted(model));
    Path missing = folder.resolve("missing");
    assertRefused(stacked(), missing, "from is %s: no such file or folder".formatted(missing));
    Path empty = Files.createDirectories(folder.resolve("empty"));
    assertRefused(
        stacked(),
        empty,
        "from is %s: it holds no ARM/model.zip, as the folder of a run does".formatted(empty));
    Path two = folder.resolve("two-arms");
    for (String arm : List.of("first", "second")) {
      Files.createDirectories(two.resolve(arm));
      Files.copy(model, two.resolve(arm).resolve("model.zip"));
    }
    assertRefused(
        stacked(),
        two,
        "from is %s: no model of the arm stacked among those of first, second; name one of their"
                .formatted(two)
            + " model.zip");
    assertRefused(stacked(), "a\u0000b", "--from is no path: Nul character not allowed: a\u0000b");
    Path text = Files.writeString(folder.resolve("text.zip"), "no network");
    assertRefused(
        stacked(),
        text,
        "from is %s: no model of Bottleneck: damaged, or no zip: zip END header not found"
            .formatted(text));
  }

  private void assertRefused(ConfigurationFile file, Path from, String message) {
    assertRefused(file, from.toString(), message);
  }

  private void assertRefused(ConfigurationFile file, String from, String message) {
    Path root = folder.resolve("refused");
    assertThatThrownBy(() -> run(root, file, "--from", from))
        .isInstanceOf(UserError.class)
        .hasMessage(message);
    assertThat(root).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({"schedule=cosine,cosine", "schedule=step:0.5:2,step:0.5:2"})
  void refusesAScheduleWithoutALearningRateAndTouchesNothing(String assignment, String schedule) {
    Path root = folder.resolve("refused");
    assertThatThrownBy(() -> run(root, configuration("undercomplete", assignment)))
        .isInstanceOf(UserError.class)
        .hasMessage(
            "schedule is %s, but the updater AdaDelta has no learning rate: set schedule=constant"
                .formatted(schedule));
    assertThat(root).doesNotExist();
  }
}
