package dev.bottleneck.study.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.step.EngineChoice;
import dev.bottleneck.step.graph.Precision;
import dev.bottleneck.study.result.Arm;
import dev.bottleneck.study.yaml.ConfigurationFile;
import dev.bottleneck.study.yaml.ShippedConfigurations;
import dev.bottleneck.training.Keep;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The section {@code training} of a configuration, which a file may leave out. */
class TrainingOptionsTest {
  private static final Arm STACKED = new Arm("stacked", "");

  private static ConfigurationFile stacked(String... assignments) {
    ConfigurationFile file = ShippedConfigurations.open("stacked");
    Stream.of(assignments).forEach(file::set);
    return file;
  }

  private static Configuration<?> read(ConfigurationFile file) {
    return file.read(file.experiment());
  }

  @Test
  void hasItsDefaultsWhereAFileSaysNothing() {
    Configuration<?> c = read(stacked());
    assertThat(c.training()).isEqualTo(TrainingOptions.DEFAULTS);
    assertThat(c.training().changed()).isEmpty();
    assertThat(ConfigurationFile.write(c))
        .contains(
            "training:\n  patience: 0\n  keep: last\n  schedule: constant\n  from: none\n  loss: own\n  engine: auto\n  precision: f32\n");
  }

  @Test
  void isSetAndWrittenAndReadAgain() {
    ConfigurationFile file = stacked("patience=3", "keep=best", "schedule=step:0.5:10");
    Configuration<?> c = read(file.setText("from", "results/runs/a: b#c"));
    assertThat(c.training())
        .isEqualTo(
            new TrainingOptions(
                3,
                Keep.BEST,
                "step:0.5:10",
                "results/runs/a: b#c",
                OutputLoss.OWN,
                EngineChoice.AUTO,
                Precision.F32));
    assertThat(read(ConfigurationFile.parse("again", ConfigurationFile.write(c)))).isEqualTo(c);
  }

  @Test
  void aPartOfTheSectionIsEnough() {
    String text = ShippedConfigurations.all().get("stacked") + "training: {keep: best}\n";
    assertThat(read(ConfigurationFile.parse("my.yaml", text)).training())
        .isEqualTo(
            new TrainingOptions(
                0,
                Keep.BEST,
                "constant",
                "none",
                OutputLoss.OWN,
                EngineChoice.AUTO,
                Precision.F32));
  }

  @ParameterizedTest
  @ValueSource(strings = {"patience=3", "keep=best", "schedule=cosine", "from=somewhere"})
  void anotherTrainingIsNotTheOneThatWasPublished(String assignment) {
    assertThat(read(stacked()).published(STACKED.key())).isEqualTo(0.2746);
    assertThat(read(stacked(assignment)).published(STACKED.key())).isNaN();
  }

  @Test
  void takesAPathAsItStands() {
    ConfigurationFile file = stacked().setText("from", "a: 'b'");
    assertThat(read(file).training().source()).hasValue("a: 'b'");
    assertThat(read(file).published(STACKED.key())).isNaN();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "patience=-1 | patience is -1: it must be at least 0",
        "patience=many | patience is many: expected a whole number",
        "keep=bst | keep is bst: expected last or best",
        "schedule=cosin | schedule is cosin: did you mean cosine?",
        "schedule=exponential:2 | the factor of schedule is 2.0: it must be above 0 and at most 1",
        "validation=none evaluateOn=test patience=3 | patience needs a validation loss, but validation is none: name a part, such as last:10000",
        "validation=none evaluateOn=test keep=best | keep: best needs a validation loss, but validation is none: name a part, such as last:10000",
      })
  void namesFileAndKeyOfABadValue(String assignments, String message) {
    ConfigurationFile file = stacked(assignments.split(" "));
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(UserError.class)
        .hasMessageMatching("(--set \\S+|experiments/stacked.yaml): .*")
        .hasMessageEndingWith(": " + message);
  }

  @Test
  void suggestsTheNearestKey() {
    assertThatThrownBy(() -> stacked("patiense=3"))
        .isInstanceOf(UserError.class)
        .hasMessage("--set patiense=3: unknown key patiense; did you mean patience?");
    String text = ShippedConfigurations.all().get("stacked");
    assertThatThrownBy(
            () -> read(ConfigurationFile.parse("my.yaml", text + "training: {kep: best}\n")))
        .isInstanceOf(UserError.class)
        .hasMessage("my.yaml: unknown key kep; did you mean keep?");
    assertThatThrownBy(() -> read(ConfigurationFile.parse("my.yaml", text + "training: 3\n")))
        .isInstanceOf(UserError.class)
        .hasMessage("my.yaml: training is 3: expected keys and values");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "denoising-pretraining | schedule=cosine | denoising-pretraining does not take schedule: of the training options it takes patience, keep, engine, precision",
        "few-labels | schedule=cosine | few-labels does not take schedule: of the training options it takes engine, precision",
        "greedy | from=somewhere | greedy does not take from: of the training options it takes patience, keep, schedule, loss, engine, precision",
      })
  void anExperimentRefusesWhatItsTrainingDoesNotTake(
      String name, String assignment, String message) {
    ConfigurationFile file =
        ShippedConfigurations.open(name).set("validation=last:100").set(assignment);
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(UserError.class)
        .hasMessage("experiments/" + name + ".yaml: " + message);
  }

  static Stream<Map.Entry<String, String>> shipped() {
    return ShippedConfigurations.all().entrySet().stream();
  }

  /** Each key of each shipped file can be set, here to the value that it has. */
  @ParameterizedTest
  @MethodSource("shipped")
  void everyKeyCanBeSet(Map.Entry<String, String> shipped) throws IOException {
    JsonNode root = new YAMLMapper().readTree(shipped.getValue());
    List<Map.Entry<String, JsonNode>> keys = new ArrayList<>();
    root.fields().forEachRemaining(keys::add);
    keys.removeIf(key -> key.getValue().isObject() || key.getKey().equals("experiment"));
    root.get("hyperparameters").fields().forEachRemaining(keys::add);
    Record wanted =
        read(ConfigurationFile.parse(shipped.getKey(), shipped.getValue())).hyperparameters();
    assertThat(keys).hasSizeGreaterThan(wanted.getClass().getRecordComponents().length);
    for (Map.Entry<String, JsonNode> key : keys) {
      ConfigurationFile file = ConfigurationFile.parse(shipped.getKey(), shipped.getValue());
      file.set(key.getKey() + "=" + key.getValue());
      assertThat(read(file).hyperparameters()).as(key.getKey()).isEqualTo(wanted);
    }
  }
}
