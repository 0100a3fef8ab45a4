package dev.bottleneck.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bottleneck.jobs.JobState;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.sweep.definition.SweepDefinition;
import dev.bottleneck.sweep.definition.SweepFile;
import dev.bottleneck.sweep.store.TrialStore;
import dev.bottleneck.sweep.store.Winner;
import dev.bottleneck.sweep.trial.Trial;
import dev.bottleneck.sweep.trial.Trial.Stage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sweeps that weigh their objective against a second. */
class SweepFrontTest {
  @TempDir Path folder;

  private static SweepDefinition parse(Path file) throws IOException {
    return SweepFile.parse(file.toString(), Files.readString(file), List.of());
  }

  private String replay(Path file, Path out) {
    StringWriter printed = new StringWriter();
    SweepOptions options = SweepOptions.defaults().withOut(out);
    new SweepReplay(file.toString(), options, new PrintWriter(printed)).run();
    return printed.toString();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{parameter: code}", "{metric: sparsity, goal: max}"})
  void allThatNoOtherBeatsInBothAreTested(String second) throws IOException {
    Path file =
        ToySweep.write(
            folder, "second: " + second, "search: {kind: tpe, startup: 4}", "finalSeeds: 2");
    Files.writeString(file, Files.readString(file).replace("trials: 6", "trials: 12"));
    Path out = folder.resolve("out");
    ToySweep.run(file, out, "--workers", "2");
    SweepDefinition sweep = parse(file);
    try (TrialStore store = TrialStore.open(out.resolve("toy"), Duration.ofHours(1))) {
      List<Trial> search = store.trials(Stage.SEARCH);
      List<Trial> front = Winner.all(store, sweep);
      assertThat(search).hasSize(12).allMatch(trial -> trial.is(JobState.COMPLETE));
      assertThat(front).hasSizeBetween(1, 12);
      for (Trial trial : front) {
        assertThat(search).noneMatch(other -> dominates(sweep, other, trial));
      }
      assertThat(store.trials(Stage.FINAL))
          .extracting(Trial::parameters)
          .isEqualTo(
              front.stream()
                  .flatMap(trial -> List.of(trial.parameters(), trial.parameters()).stream())
                  .collect(Collectors.toList()));
      assertThat(store.trials(Stage.FINAL))
          .extracting(Trial::firstSeed)
          .containsOnly(sweep.firstFinalSeed(), sweep.firstFinalSeed() + 1);
    }
    assertThat(out.resolve("toy/report.html")).content().contains("The front", "hypervolume");
    assertThat(out.resolve("toy/figures/front.svg")).isNotEmptyFile();
    assertThat(out.resolve("toy/best.yaml"))
        .content()
        .containsPattern("crossEntropy [0-9.]+ and " + sweep.second().name() + " [0-9.]+ with ");
    assertThat(replay(file, out)).contains("12 proposals (tpe) computed anew", "are the same");
  }

  private static boolean dominates(SweepDefinition sweep, Trial a, Trial b) {
    double[] as = costs(sweep, a);
    double[] bs = costs(sweep, b);
    return as[0] <= bs[0] && as[1] <= bs[1] && (as[0] < bs[0] || as[1] < bs[1]);
  }

  private static double[] costs(SweepDefinition sweep, Trial trial) {
    return new double[] {
      sweep.objective().cost(trial.value().orElseThrow()),
      sweep.second().cost(sweep.second().of(trial).orElseThrow())
    };
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "second: {parameter: hidden} | second.parameter is hidden, which is no number",
        "second: {parameter: code, metric: sparsity} | give one of them",
        "second: {metric: crossEntropy} | as objective.metric is",
        "second: {parameter: code}; search: {kind: genetic} | goes with one objective",
        "second: {parameter: code}; pruning: {kind: median} | goes with one objective",
        "second: {parameter: code}; race: {settings: 2} | goes with one objective",
      })
  void tellsWhatCannotBeWeighed(String lines, String said) throws IOException {
    String yaml = ToySweep.yaml(folder, lines.replace("; ", "\n"));
    assertThatThrownBy(() -> SweepFile.parse("mine.yaml", yaml, List.of()))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith("mine.yaml")
        .hasMessageContaining(said.strip());
  }

  @Test
  void aMeasureThatIsNotReportedIsToldBeforeAnyTrial() throws IOException {
    Path file = ToySweep.write(folder, "second: {metric: sparsty}");
    assertThatThrownBy(() -> ToySweep.run(file, folder.resolve("out")))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("second.metric is sparsty")
        .hasMessageContaining("did you mean sparsity?");
    assertThat(folder.resolve("out")).doesNotExist();
  }
}
