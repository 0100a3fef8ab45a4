package dev.bottleneck.study.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bottleneck.experiment.DenoisingPretrainingExperiment;
import dev.bottleneck.experiment.DenoisingPretrainingExperiment.Hyperparameters;
import dev.bottleneck.runtime.Seeds;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.study.configuration.Configuration;
import dev.bottleneck.study.experiment.ExperimentClass;
import dev.bottleneck.study.result.Arm;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigurationFileTest {
  private static final DenoisingPretrainingExperiment EXPERIMENT =
      new DenoisingPretrainingExperiment();

  private static ConfigurationFile shipped() {
    return ShippedConfigurations.open("denoising-pretraining");
  }

  private static Configuration<Hyperparameters> read(ConfigurationFile file) {
    return file.read(EXPERIMENT);
  }

  @Test
  void readsTheShippedConfiguration() {
    Configuration<Hyperparameters> c = read(shipped());
    assertThat(c.data()).isEqualTo("mnist");
    assertThat(c.firstSeed()).isEqualTo(Seeds.first("denoising-pretraining"));
    assertThat(c.hyperparameters().hidden()).containsExactly(100, 100);
    assertThat(c.hyperparameters().corruption().levels()).containsExactly(0.5);
  }

  @Test
  void theFirstSeedIsDerivedFromTheNameUnlessItIsGiven() {
    assertThat(read(shipped().set("name=mine")).firstSeed()).isEqualTo(Seeds.first("mine"));
    assertThat(read(shipped().set("firstSeed=7").set("seeds=2")).seedList())
        .containsExactly(7L, 8L);
    assertThat(ConfigurationFile.write(read(shipped())))
        .contains("firstSeed: " + Seeds.first("denoising-pretraining"));
  }

  @Test
  void corruptionIsOneLevelOrOneALayer() {
    Configuration<Hyperparameters> c = read(shipped().set("corruption=[0.1, 0.3]"));
    assertThat(c.hyperparameters().corruption().levels()).containsExactly(0.1, 0.3);
    assertThat(ConfigurationFile.write(c)).contains("corruption:\n  - 0.1\n  - 0.3\n");
    assertThat(ConfigurationFile.write(read(shipped()))).contains("corruption: 0.5\n");
    assertThatThrownBy(() -> read(shipped().set("corruption=[0.1, 0.2, 0.3]")))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("corruption has 3 levels, but there are 2 hidden layers");
    assertThatThrownBy(() -> read(shipped().set("corruption=1.5")))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("corruption");
    assertThat(read(shipped().set("corruption=1")).hyperparameters().corruption().levels())
        .containsExactly(1.0);
    for (String wrong : List.of("much", "[0.1, much]", "{a: 1}", "[]")) {
      assertThatThrownBy(() -> read(shipped().set("corruption=" + wrong)))
          .isInstanceOf(UserError.class)
          .hasMessageStartingWith("--set corruption=" + wrong + ": corruption");
    }
  }

  @Test
  void writesWhatItReads() {
    Configuration<Hyperparameters> c = read(shipped().set("seeds=3").set("hidden=[20, 10]"));
    assertThat(c.hyperparameters().hidden()).isEqualTo(List.of(20, 10));
    assertThat(read(ConfigurationFile.parse("again", ConfigurationFile.write(c)))).isEqualTo(c);
  }

  @Test
  void whatWasPublishedStandsForItsOwnSettingAlone() {
    Arm denoising = new Arm("denoising-pretraining", "");
    assertThat(read(shipped()).published(denoising.key())).isEqualTo(0.0826);
    assertThat(read(shipped().set("seeds=3")).published(denoising.key())).isEqualTo(0.0826);
    assertThat(read(shipped().set("corruption=0.3")).published(denoising.key())).isNaN();
    assertThat(read(shipped().set("data=fashion-mnist")).published(denoising.key())).isNaN();
  }

  @Test
  void otherDataStandInForThoseNamedAndNoOthers() {
    Arm denoising = new Arm("denoising-pretraining", "");
    Configuration<Hyperparameters> kept = read(shipped().replaceData("fashion-mnist", "mnist"));
    assertThat(kept).isEqualTo(read(shipped()));
    Configuration<Hyperparameters> replaced = read(shipped().replaceData("mnist", "idx:/my data"));
    assertThat(replaced.data()).isEqualTo("idx:/my data");
    assertThat(replaced.published(denoising.key())).isNaN();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "corruption=1.5 | corruption is 1.5: it must lie between 0 and 1",
        "seeds=0 | seeds is 0: it must be at least 1",
        "fineTuningLearningRate=-1 | fineTuningLearningRate is -1: it must be a finite number above 0",
        "momentum=1 | momentum is 1: it must be at least 0 and less than 1",
        "hidden=[] | hidden (the number of its layers) is 0: it must be at least 1",
        "hidden=7 | hidden is 7: expected a list, such as [100, 100]",
        "batchSize=a | batchSize is a: expected a whole number",
        "batchSize=1.5 | batchSize",
        "evaluateOn=train | evaluateOn is train: expected test or validation",
        "evaluateOn=validation | name a part, such as last:10000",
        "name=My Own | name is My Own: use small letters, digits and hyphens",
        "quick=maybe | quick is maybe: expected true or false",
      })
  void namesFileAndKeyOfABadValue(String assignment, String message) {
    ConfigurationFile file = shipped().set(assignment);
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith("--set " + assignment + ": ")
        .hasMessageContaining(message)
        .hasMessageNotContaining("\n");
  }

  @Test
  void suggestsTheNearestKey() {
    assertThatThrownBy(() -> shipped().set("coruption=0.1"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("unknown key coruption; did you mean corruption?");
    String text = ConfigurationFile.write(read(shipped())).replace("momentum", "momentun");
    ConfigurationFile file = ConfigurationFile.parse("my.yaml", text);
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("my.yaml: unknown key momentun; did you mean momentum?");
  }

  @Test
  void namesAMissingKey() {
    String text = ConfigurationFile.write(read(shipped())).replaceAll("data: mnist\n", "");
    ConfigurationFile file = ConfigurationFile.parse("my.yaml", text);
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(UserError.class)
        .hasMessage("my.yaml: the key data is missing");
  }

  @Test
  void saysWhereYamlIsMalformed() {
    assertThatThrownBy(() -> ConfigurationFile.parse("my.yaml", "data: mnist\nseeds: [1, 2\n"))
        .isInstanceOf(UserError.class)
        .hasMessageMatching("my\\.yaml, line \\d+: not well-formed YAML: .*");
    assertThatThrownBy(() -> ConfigurationFile.parse("my.yaml", ""))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("my.yaml: expected keys and values");
  }

  @Test
  void refusesAnAssignmentWithoutEquals() {
    assertThatThrownBy(() -> shipped().set("corruption"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("--set corruption: expected key=value");
  }

  @Test
  void refusesAClassThatIsNoExperiment() {
    assertThatThrownBy(
            () -> ConfigurationFile.parse("my.yaml", "experiment: java.lang.String").experiment())
        .isInstanceOf(UserError.class)
        .hasMessageContaining("my.yaml: experiment is java.lang.String: that class is no");
    assertThatThrownBy(() -> ConfigurationFile.parse("my.yaml", "experiment: no.Such").experiment())
        .isInstanceOf(UserError.class)
        .hasMessageContaining("no such class on the class path");
  }

  @Test
  void suggestsTheNearestExperiment() {
    assertThatThrownBy(() -> ShippedConfigurations.open("denoising-pretrainin"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("did you mean denoising-pretraining?");
    assertThatThrownBy(() -> ShippedConfigurations.open("no/such.yaml"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("no/such.yaml: no such file");
  }

  @Test
  void aClassHasTheConfigurationThatItsMainRuns() {
    assertThat(ExperimentClass.configurationName(DenoisingPretrainingExperiment.class))
        .isEqualTo("denoising-pretraining");
    Map<String, String> all = ShippedConfigurations.all();
    all.forEach(
        (name, text) -> {
          Class<?> type = ConfigurationFile.parse(name, text).experiment().getClass();
          // DenoisingExperiment has several, and names the one of its main.
          if (!type.getSimpleName().equals("DenoisingExperiment")) {
            assertThat(all).containsKey(ExperimentClass.configurationName(type));
          }
        });
    assertThat(all).containsKey("denoising-dropout");
  }

  @Test
  void everyShippedConfigurationIsReadable() {
    ShippedConfigurations.all()
        .forEach(
            (name, text) -> {
              ConfigurationFile file = ConfigurationFile.parse(name, text);
              assertThat(file.read(file.experiment()).name()).isEqualTo(name);
            });
  }
}
