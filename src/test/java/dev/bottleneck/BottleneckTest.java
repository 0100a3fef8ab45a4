package dev.bottleneck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bottleneck.device.Backend;
import dev.bottleneck.step.cuda.TestedDevices;
import dev.bottleneck.study.Settings;
import dev.bottleneck.testing.ToyImages;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BottleneckTest {
  @TempDir Path folder;

  @AfterEach
  void computeOnTheProcessor() {
    Backend.require(Optional.of(Backend.CPU));
  }

  /** What was begun names its engine: it is gone on with by the same, whatever the backend is. */
  @Test
  void theCudaBackendIsAnEngineForWhatBegins() {
    RunBuilder run = Bottleneck.experiment("stacked");
    assertThat(run.onBackend(Settings.NONE)).isEqualTo(Settings.NONE);
    Backend.require(Optional.of(Backend.CUDA));
    assertThat(run.onBackend(Settings.NONE).texts()).containsEntry("engine", "cuda");
    for (Settings other :
        List.of(Settings.NONE.with("engine = auto"), Settings.NONE.withText("engine", "dl4j"))) {
      assertThat(run.onBackend(other)).isEqualTo(other);
    }
    assertThat(Bottleneck.sweep("quick").options().assignments()).containsExactly("engine=cuda");
    assertThat(Bottleneck.sweep("quick").join().options().assignments())
        .containsExactly("engine=cuda");
    assertThat(Bottleneck.sweep("quick").worker().options().assignments()).isEmpty();
    for (String other : List.of("engine=auto", "engine = auto")) {
      assertThat(Bottleneck.sweep("quick").set(other).options().assignments())
          .containsExactly(other);
    }
  }

  /** The processor stands in a GPU's place. */
  @Test
  void aRunOfTheCudaBackendIsGoneOnWithByItsEngine() throws IOException {
    TestedDevices.required();
    Backend.require(Optional.of(Backend.CUDA));
    Run run =
        Bottleneck.experiment("undercomplete")
            .set("data='" + ToyImages.write(folder.resolve("toy"), 60, 20) + "'")
            .set("inputs", 64)
            .set("code", 70)
            .set("epochs", 1)
            .set("validation", "last:20")
            .seeds(1)
            .out(folder)
            .train();
    assertThat(run.folder().resolve("config.yaml")).content().contains("  engine: cuda\n");
    assertThat(run.folder().resolve("report.html"))
        .content()
        .contains("The code, 70 units, is no smaller than the input, 64 values");
    Backend.require(Optional.of(Backend.CPU));
    assertThat(Bottleneck.resume(run.folder()).train().folder().resolve("config.yaml"))
        .content()
        .contains("  engine: cuda\n");
  }

  /** Whatever is wrong with one configuration, the others are listed. */
  @ParameterizedTest
  @ValueSource(strings = {"", "a: [", "experiment: no.such.Class", "experiment: 3", "- a\u001b[2J"})
  void aFileThatIsWrongIsALineOfTheList(String text) {
    String title = Bottleneck.title("mine", text);
    assertThat(title).startsWith("cannot be read: mine").doesNotContain("\n", "\u001b");
  }
}
