package dev.bottleneck.sweep.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bottleneck.Asked;
import dev.bottleneck.jobs.JobState;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.sweep.SweepOptions;
import dev.bottleneck.sweep.SweepRun;
import dev.bottleneck.sweep.store.TrialStore;
import dev.bottleneck.sweep.store.Winner;
import dev.bottleneck.sweep.trial.Trial.Stage;
import dev.bottleneck.testing.ToyImages;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every sweep in experiments/sweeps, from its file to its report, on small data. */
class ShippedSweepsTest {
  @TempDir Path folder;

  static Stream<String> sweeps() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("experiments", "sweeps"))) {
      return files
          .map(f -> f.getFileName().toString().replace(".yaml", ""))
          .sorted()
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("sweeps")
  void runsFromFileToReport(String name) throws IOException {
    SweepDefinition sweep = ShippedSweeps.open(name, List.of());
    assertThat(sweep.name()).as("its folder bears the file's name").isEqualTo(name);
    String data = ToyImages.write(folder.resolve("toy"), 200, 80);
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--trials=2",
                "--out=" + folder,
                "--set=quick=true",
                "--set=validation=last:50",
                "--set=data='" + data + "'",
                "--set=inputs=" + ToyImages.PIXELS));
    if (sweep.base().keys().contains("classes")) {
      arguments.add("--set=classes=" + ToyImages.CLASSES);
    }
    SweepOptions options = Asked.sweep(arguments.toArray(String[]::new));
    new SweepRun(name, options, new PrintWriter(new StringWriter())).run();
    try (TrialStore store = TrialStore.open(folder.resolve(name), Duration.ofHours(1))) {
      // Which of two reaches an epoch first decides whether the other is pruned there.
      assertThat(store.trials(Stage.SEARCH))
          .hasSize(2)
          .allMatch(t -> t.is(JobState.COMPLETE) || t.is(JobState.PRUNED))
          .anyMatch(t -> t.is(JobState.COMPLETE));
      assertThat(store.trials(Stage.FINAL))
          .hasSize(Winner.all(store, sweep).size() * sweep.finalSeeds());
    }
    assertThat(folder.resolve(name + "/report.html")).content().contains("Best of the search");
  }

  @ParameterizedTest
  @CsvSource({
    "quikc, did you mean quick?",
    "quik, did you mean quick?",
    "sparse-lk, did you mean sparse-kl?",
    "nothing-like-it, 'known: code-size, denoising, denoising-pretraining, quick, semi-supervised, semi-supervised-baseline, soak, sparse-kl, or a'",
  })
  void anUnknownNameIsOneLine(String name, String hint) {
    assertThatThrownBy(() -> ShippedSweeps.open(name, List.of()))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("unknown sweep " + name + "; " + hint)
        .hasMessageNotContaining("\n");
  }

  @Test
  void eachIsListedWithWhatItSearches() throws IOException {
    assertThat(ShippedSweeps.descriptions().keySet()).containsExactlyElementsOf(sweeps().toList());
    assertThat(ShippedSweeps.descriptions())
        .containsEntry("quick", "stacked: hidden, code, learningRate (30 trials)");
  }

  @Test
  void aMissingFileIsOneLine() {
    assertThatThrownBy(() -> ShippedSweeps.open("no/such.yaml", List.of()))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("no/such.yaml: no such file");
  }
}
