package dev.bottleneck.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bottleneck.data.DataOptions;
import dev.bottleneck.data.Splits;
import dev.bottleneck.device.DeviceHabits;
import dev.bottleneck.device.Devices;
import dev.bottleneck.study.configuration.Configuration;
import dev.bottleneck.study.experiment.Experiment;
import dev.bottleneck.study.experiment.Job;
import dev.bottleneck.study.experiment.WarmStart;
import dev.bottleneck.study.result.Arm;
import dev.bottleneck.study.result.JobResult;
import dev.bottleneck.study.yaml.ConfigurationFile;
import dev.bottleneck.study.yaml.ShippedConfigurations;
import dev.bottleneck.testing.KilledTraining;
import dev.bottleneck.testing.ToyImages;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A training that was ended again and again goes on to the bits of one that never was. */
class ResumedTrainingTest {
  private static final long SEED = 3;
  private static final int KILLS = 2;
  private static final Set<String> BY_DL4J =
      Set.of(
          "denoising-pretraining", "few-labels-frozen", "semi-supervised", "tied", "variational");

  @TempDir static Path folder;
  private static String toy;

  @BeforeAll
  static void writeData() throws IOException {
    toy = ToyImages.write(folder.resolve("toy"), 28, 10, 5200, 100);
  }

  /** All are trained compiled; by DL4J, which takes minutes, some, and with -Dresume=all all. */
  static Stream<Arguments> shipped() {
    return shipped(BY_DL4J);
  }

  static Stream<Arguments> shipped(Set<String> byDl4j) {
    boolean all = "all".equals(System.getProperty("resume"));
    return ShippedConfigurations.all().keySet().stream()
        .flatMap(
            name ->
                all || byDl4j.contains(name)
                    ? Stream.of(Arguments.of(name, "compiled"), Arguments.of(name, "dl4j"))
                    : Stream.of(Arguments.of(name, "compiled")));
  }

  @ParameterizedTest
  @MethodSource("shipped")
  void endsWithTheSameBits(String name, String engine) {
    ConfigurationFile file = file(name, engine, toy);
    compare(file.experiment(), file);
  }

  /** That of a shipped experiment, on the images {@code toy}. */
  static ConfigurationFile file(String name, String engine, String toy) {
    return ShippedConfigurations.open(name)
        .set("quick=true")
        .set("validation=last:100")
        .set("engine=" + engine)
        .replaceData("mnist", toy)
        .replaceData("fashion-mnist", toy);
  }

  private static <H extends Record> void compare(Experiment<H> experiment, ConfigurationFile file) {
    Configuration<H> configuration = file.read(experiment);
    Splits data = configuration.open(DataOptions.defaults());
    List<Arm> arms = experiment.arms(configuration.hyperparameters());
    Arm arm = arms.get(arms.size() - 1);
    KilledTraining never = KilledTraining.never();
    Job whole = job(experiment, configuration, data, arm).keeping(never);
    JobResult expected = experiment.run(whole, configuration.hyperparameters());
    KilledTraining killed = new KilledTraining(Math.max(1, never.asked() / KILLS));
    while (true) {
      Job job = job(experiment, configuration, data, arm).keeping(killed.again());
      try {
        JobResult result = experiment.run(job, configuration.hyperparameters());
        assertSame(result, expected);
        assertThat(job.record().curve()).isEqualTo(whole.record().curve());
        assertThat(job.record().steps()).isEqualTo(whole.record().steps());
        break;
      } catch (KilledTraining.Killed e) {
        // It goes on.
      }
    }
    assertThat(killed.kills()).isGreaterThanOrEqualTo(KILLS);
  }

  static void assertSame(JobResult result, JobResult expected) {
    assertThat(result.measures()).isEqualTo(expected.measures());
    assertThat(result.networks().keySet()).isEqualTo(expected.networks().keySet());
    result
        .networks()
        .forEach(
            (name, network) -> {
              assertThat(network.params()).isEqualTo(expected.networks().get(name).params());
              assertThat(network.updaterState())
                  .isEqualTo(expected.networks().get(name).updaterState());
              assertThat(network.iterations())
                  .isEqualTo(expected.networks().get(name).iterations());
            });
  }

  private static <H extends Record> Job job(
      Experiment<H> experiment, Configuration<H> configuration, Splits data, Arm arm) {
    WarmStart start =
        WarmStart.open(
            configuration.training(),
            experiment.arms(configuration.hyperparameters()),
            Devices.present());
    return new Job(arm, SEED, () -> data, configuration, start, DeviceHabits.ofBackend(), () -> {});
  }
}
