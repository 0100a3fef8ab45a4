package dev.bottleneck.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bottleneck.experiment.UndercompleteExperiment;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.study.experiment.Experiment;
import dev.bottleneck.study.result.Arm;
import dev.bottleneck.study.resume.Continuation;
import dev.bottleneck.study.resume.ResumedRun;
import dev.bottleneck.study.yaml.ConfigurationFile;
import dev.bottleneck.study.yaml.ShippedConfigurations;
import dev.bottleneck.training.LearningRateSchedule;
import dev.bottleneck.training.NetworkDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.learning.config.Adam;

/** Whether a variant's run can be trained further; what a user gets wrong, the commands' tests. */
class ContinuationTest {
  @TempDir Path run;

  /** Its rate falls over all epochs, though no schedule is set. */
  static final class Annealed extends LikeUndercomplete {
    @Override
    public MultiLayerConfiguration network(
        UndercompleteExperiment.Hyperparameters h, Arm arm, long seed) {
      MultiLayerConfiguration network = super.network(h, arm, seed);
      NetworkDefinition definition = NetworkDefinition.of(network);
      definition.layers().forEach(layer -> ((BaseLayer) layer).setIUpdater(new Adam(0.01)));
      LearningRateSchedule.parse("linear").applyTo(definition, h.epochs());
      return network;
    }
  }

  private <H extends Record> Continuation continuation(Experiment<H> experiment, String manifest)
      throws IOException {
    ConfigurationFile file = ShippedConfigurations.open("undercomplete").set("epochs=2");
    Files.writeString(run.resolve("config.yaml"), ConfigurationFile.write(file.read(experiment)));
    Files.writeString(run.resolve("manifest.json"), manifest);
    return Continuation.of(ResumedRun.open(run, false, false), List.of("epochs=3"));
  }

  @Test
  void aNetworkThatDependsOnAllEpochsIsRefused() throws IOException {
    Files.createDirectory(run.resolve("checkpoints"));
    String finished = "{\"state\": \"complete\", \"keepsStates\": true}";
    Experiment<?> plain = new UndercompleteExperiment();
    assertThatCode(() -> continuation(plain, finished).check(plain)).doesNotThrowAnyException();
    Experiment<?> annealed = new Annealed();
    assertThatThrownBy(() -> continuation(annealed, finished).check(annealed))
        .isInstanceOf(UserError.class)
        .hasMessage(
            "--set epochs=3: a network of undercomplete depends on how many epochs there are: begin"
                + " a run of its own");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{}", "{\"keepsStates\": true}", "{\"state\": 1}", "{\"state\": \"complete\"}"})
  void aManifestThatSaysNothing(String manifest) throws IOException {
    Files.createDirectory(run.resolve("checkpoints"));
    assertThatThrownBy(() -> continuation(new UndercompleteExperiment(), manifest))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith(run + ": the run ");
  }

  @Test
  void statesThatSomebodyRemoved() throws IOException {
    String finished = "{\"state\": \"complete\", \"keepsStates\": true}";
    assertThat(run.resolve("checkpoints")).doesNotExist();
    assertThatThrownBy(() -> continuation(new UndercompleteExperiment(), finished))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("kept no states");
  }
}
