package dev.bottleneck.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bottleneck.sweep.Trial.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole sweeps in this process: the same path that the command line takes. */
class SweepRunTest {
  @TempDir Path folder;

  private List<Trial> trials(String out, Stage stage) {
    try (TrialStore store = TrialStore.open(folder.resolve(out + "/toy"), Duration.ofHours(1))) {
      return store.trials(stage);
    }
  }

  private int run(Path file, String out, String... arguments) {
    return ToySweep.run(file, folder.resolve(out), arguments);
  }

  private static List<String> results(List<Trial> trials) {
    return trials.stream()
        .map(t -> t.parametersText() + " " + t.state() + " " + t.firstSeed() + " " + t.measures())
        .toList();
  }

  @Test
  void doesExactlyTheTrialsAskedForAndTestsTheWinnerOnce() throws IOException {
    assertThat(run(ToySweep.write(folder, "finalSeeds: 2"), "out", "--workers", "3")).isZero();
    List<Trial> search = trials("out", Stage.SEARCH);
    assertThat(search).hasSize(6).allMatch(t -> t.is(TrialState.COMPLETE) && t.attempts() == 1);
    List<Trial> finals = trials("out", Stage.FINAL);
    Trial best =
        search.stream()
            .reduce((a, b) -> a.value().getAsDouble() <= b.value().getAsDouble() ? a : b)
            .orElseThrow();
    assertThat(finals).hasSize(2).allMatch(t -> t.parameters().equals(best.parameters()));
    assertThat(Files.readAllLines(folder.resolve("out/toy/trials.csv"))).hasSize(1 + 6 + 2);
  }

  @Test
  void resultsDoNotDependOnTheNumberOfWorkers() throws IOException {
    Path file = ToySweep.write(folder, "finalSeeds: 2");
    run(file, "one", "--workers", "1");
    run(file, "three", "--workers", "3");
    assertThat(results(trials("three", Stage.SEARCH)))
        .containsExactlyElementsOf(results(trials("one", Stage.SEARCH)));
    assertThat(results(trials("three", Stage.FINAL)))
        .containsExactlyElementsOf(results(trials("one", Stage.FINAL)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"random", "genetic", "tpe"})
  void resumedItGoesOnAsIfItHadNeverStopped(String kind) throws IOException {
    Path file =
        ToySweep.write(
            folder, "search: {kind: " + kind + "}", "finalSeeds: 0", "pruning: {kind: asha}");
    run(file, "whole", "--workers", "1", "--trials", "9");
    run(file, "parts", "--workers", "1", "--trials", "4");
    run(file, "parts", "--workers", "1", "--trials", "9", "--resume");
    assertThat(results(trials("parts", Stage.SEARCH)))
        .hasSize(9)
        .containsExactlyElementsOf(results(trials("whole", Stage.SEARCH)));
  }
}
