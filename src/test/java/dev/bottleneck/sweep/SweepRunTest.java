package dev.bottleneck.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bottleneck.Asked;
import dev.bottleneck.Bottleneck;
import dev.bottleneck.device.DeviceHabits;
import dev.bottleneck.device.Hardware;
import dev.bottleneck.jobs.JobState;
import dev.bottleneck.jobs.Time;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.study.RunFailed;
import dev.bottleneck.sweep.definition.SweepDefinition;
import dev.bottleneck.sweep.definition.SweepFile;
import dev.bottleneck.sweep.store.TrialStore;
import dev.bottleneck.sweep.trial.Trial;
import dev.bottleneck.sweep.trial.Trial.Stage;
import dev.bottleneck.testing.StubGpus;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.factory.Environment;
import org.nd4j.linalg.factory.Nd4j;

/** Whole sweeps in this process: the same path that the command line takes. */
class SweepRunTest {
  @TempDir Path folder;

  private List<Trial> trials(String out, Stage stage) {
    try (TrialStore store = TrialStore.open(folder.resolve(out + "/toy"), Duration.ofHours(1))) {
      return store.trials(stage);
    }
  }

  private void run(Path file, String out, String... arguments) {
    ToySweep.run(file, folder.resolve(out), arguments);
  }

  private static List<String> results(List<Trial> trials) {
    return trials.stream()
        .map(t -> t.parametersText() + " " + t.state() + " " + t.firstSeed() + " " + t.measures())
        .toList();
  }

  @Test
  void doesExactlyTheTrialsAskedForAndTestsTheWinnerOnce() throws IOException {
    run(ToySweep.write(folder, "finalSeeds: 2"), "out", "--workers", "3");
    List<Trial> search = trials("out", Stage.SEARCH);
    assertThat(search).hasSize(6).allMatch(t -> t.is(JobState.COMPLETE) && t.job().attempts() == 1);
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

  @Test
  void sixWorkersOnTwoGpusGiveTheSameResultsFromOneCopyOfTheDataEach() throws IOException {
    run(ToySweep.write(folder, "finalSeeds: 2"), "cpu", "--workers", "1");
    StubGpus gpus = new StubGpus(2);
    SweepOptions options = Asked.sweep("--workers", "6");
    StringWriter out = new StringWriter();
    SweepDefinition sweep = ToySweep.parse(folder, "finalSeeds: 2");
    Path toy = folder.resolve("gpus/toy");
    Hardware hardware =
        new Hardware(gpus, DeviceHabits.processor(), Optional.of(() -> List.of(70.0, 65.0)));
    new SweepRun(sweep, options, new PrintWriter(out), toy, hardware, Time.SYSTEM).run();

    assertThat(results(trials("gpus", Stage.SEARCH)))
        .containsExactlyElementsOf(results(trials("cpu", Stage.SEARCH)));
    assertThat(results(trials("gpus", Stage.FINAL)))
        .containsExactlyElementsOf(results(trials("cpu", Stage.FINAL)));
    assertThat(trials("gpus", Stage.SEARCH)).allMatch(trial -> trial.job().gpu().isPresent());
    assertThat(trials("cpu", Stage.SEARCH)).allMatch(trial -> trial.job().gpu().isEmpty());
    assertThat(gpus.used().values()).contains(Set.of(1)).allMatch(used -> used.size() == 1);
    // Training, validation and test part, once to each GPU for the eight trainings.
    assertThat(gpus.copied())
        .extracting(StubGpus.Copied::device)
        .containsExactlyInAnyOrder(0, 0, 0, 1, 1, 1);
    assertThat(out.toString()).startsWith("6 workers on 2 GPUs, 3 each");
    assertThat(toy.resolve("report.html"))
        .content()
        .contains("6 workers on 2 GPUs, 3 each; GPU 0 was in use 70 % of the time; GPU 1 was");
  }

  /** best.yaml is a configuration like any other, and gives the very numbers of the final runs. */
  @Test
  void theBestSettingRunsAsItIs() throws IOException {
    run(ToySweep.write(folder, "finalSeeds: 2"), "out");
    Path best = folder.resolve("out/toy/best.yaml");
    Bottleneck.experiment(best.toString()).out(folder.resolve("runs")).train();
    String metrics;
    try (Stream<Path> files = Files.walk(folder.resolve("runs/toy-best"))) {
      Path file = files.filter(f -> f.endsWith("metrics.csv")).findFirst().orElseThrow();
      metrics = Files.readString(file);
    }
    for (Trial trial : trials("out", Stage.FINAL)) {
      assertThat(metrics)
          .contains(
              "sparse-kl,%d,end,,crossEntropy,%s"
                  .formatted(trial.firstSeed(), trial.value().orElseThrow()));
    }
  }

  @Test
  void writesAReportWithWhatItFound() throws IOException {
    Path file = ToySweep.write(folder, "finalSeeds: 2", "seedsPerTrial: 2", "sweepSeed: 4");
    run(file, "out", "--trials", "12");
    Path report = folder.resolve("out/toy/report.html");
    assertThat(report)
        .content()
        .contains(
            "Best of the search: validation crossEntropy",
            "Of the chosen setting the test crossEntropy over 2 seeds",
            "95 % interval over 2 seeds",
            "By a functional analysis of variance",
            "The best settings",
            "best.yaml")
        .doesNotContain("could not be drawn");
    assertThat(report)
        .content()
        .containsSubsequence("figure", "figure", "figure", "figure", "figure");
  }

  @Test
  void aTrialThatDivergesIsRecordedAndTheSweepGoesOn() throws IOException {
    Path file = ToySweep.write(folder, "finalSeeds: 0");
    Files.writeString(
        file,
        Files.readString(file).replace("{log-uniform: [0.0001, 0.1]}", "{choice: [0.01, 1.0e38]}"));
    run(file, "out", "--trials", "8");
    List<Trial> all = trials("out", Stage.SEARCH);
    assertThat(all).hasSize(8);
    assertThat(all.stream().filter(t -> t.parameters().get("learningRate").equals("0.01")))
        .isNotEmpty()
        .allMatch(t -> t.is(JobState.COMPLETE));
    assertThat(all.stream().filter(t -> !t.parameters().get("learningRate").equals("0.01")))
        .isNotEmpty()
        .allMatch(t -> t.is(JobState.FAILED) && t.error().orElseThrow().contains("loss became"));

    // Tried again they fail again: only they are begun.
    run(file, "out", "--trials", "8", "--resume", "--retry-failed");
    assertThat(trials("out", Stage.SEARCH))
        .allMatch(t -> t.job().attempts() == (t.is(JobState.FAILED) ? 2 : 1));
  }

  /** libnd4j says so by an exception, not by Java's error. */
  @Test
  void aTrialThatRunsOutOfMemoryIsRecordedAndTheSweepGoesOn() throws IOException {
    Path file = ToySweep.write(folder, "finalSeeds: 0", "failuresInARow: 100");
    Files.writeString(
        file,
        Files.readString(file)
            .replace("  hidden: 6\n", "")
            .replace("code: {integer: [2, 12]}", "hidden: {choice: [2000000, 6]}"));
    Environment nd4j = Nd4j.getEnvironment();
    nd4j.setDeviceLimit(0, nd4j.getDeviceCouner(0) + (64L << 20));
    try {
      run(file, "out", "--trials", "6");
    } finally {
      nd4j.setDeviceLimit(0, 0);
    }
    List<Trial> all = trials("out", Stage.SEARCH);
    assertThat(all.stream().filter(t -> t.parameters().get("hidden").equals("6")))
        .isNotEmpty()
        .allMatch(t -> t.is(JobState.COMPLETE));
    assertThat(all.stream().filter(t -> !t.parameters().get("hidden").equals("6")))
        .isNotEmpty()
        .allMatch(
            t ->
                t.is(JobState.FAILED)
                    && t.error().orElseThrow().startsWith("out of memory: ND4J's arrays may take"));
  }

  /** Java's errors that are none of memory, which a plugin's class or a deep network may throw. */
  @ParameterizedTest
  @CsvSource({
    "stack, StackOverflowError",
    "class, some/Class",
    "native, no such library",
    "assertion, it does not hold",
    "state, never so",
  })
  void aTrialThatThrowsIsRecordedAndTheSweepGoesOn(String what, String message) throws IOException {
    Path file = GatedExperiment.write(folder, 3, "finalSeeds: 2");
    SweepDefinition sweep = SweepFile.parse(file.toString(), Files.readString(file), List.of());
    Files.writeString(GatedExperiment.gate(folder, sweep.firstSeed(1)), what);
    Files.writeString(GatedExperiment.gate(folder, sweep.firstFinalSeed()), what);
    StringWriter printed = new StringWriter();
    SweepOptions options = Asked.sweep("--out", folder.resolve("out").toString());
    SweepRun run = new SweepRun(file.toString(), options, new PrintWriter(printed));
    assertThatThrownBy(run::run)
        .isInstanceOf(RunFailed.class)
        .hasMessageStartingWith(
            "1 of the best setting's seeds on test data failed, the first with: ")
        .hasMessageContainingAll(message, "; its report in");
    try (TrialStore store = TrialStore.read(TrialStore.in(folder.resolve("out/gated")))) {
      assertThat(store.trials(Stage.SEARCH))
          .extracting(Trial::state)
          .containsExactly(JobState.COMPLETE, JobState.FAILED, JobState.COMPLETE);
      assertThat(store.trials(Stage.SEARCH).get(1).error().orElseThrow()).contains(message);
    }
    String sentence =
        "1 of the 2 seeds of the chosen setting on test data failed, the first with: ";
    assertThat(printed.toString()).contains(sentence, message);
    assertThat(folder.resolve("out/gated/report.html")).content().contains(sentence);
  }

  @Test
  void stopsAfterFailuresInARow() throws IOException {
    Path file = ToySweep.write(folder, "failuresInARow: 3");
    Files.writeString(
        file,
        Files.readString(file)
            .replace("{log-uniform: [0.0001, 0.1]}", "{log-uniform: [1.0e37, 1.0e38]}"));
    StringWriter out = new StringWriter();
    SweepOptions options = Asked.sweep("--out", folder.resolve("out").toString(), "--workers", "1");
    SweepRun run = new SweepRun(file.toString(), options, new PrintWriter(out));
    assertThatThrownBy(run::run)
        .isInstanceOf(RunFailed.class)
        .hasMessageStartingWith("the sweep was stopped: 3 trials in a row failed, the last with");
    assertThat(trials("out", Stage.SEARCH)).hasSize(3).allMatch(t -> t.is(JobState.FAILED));
    assertThat(out.toString()).contains("Stopped: 3 trials in a row failed, the last with: the");
  }

  @Test
  void prunedTrialsHaveNoValueAndAreCounted() throws IOException {
    Path file =
        ToySweep.write(
            folder, "pruning: {kind: asha, firstEpoch: 1, reduction: 3}", "finalSeeds: 0");
    run(file, "out", "--workers", "1", "--trials", "12");
    List<Trial> all = trials("out", Stage.SEARCH);
    assertThat(all.stream().filter(t -> t.is(JobState.PRUNED)))
        .hasSizeGreaterThan(3)
        .allMatch(
            t -> t.value().isEmpty() && t.error().orElseThrow().contains("not among the lowest"));
    assertThat(all.get(0).state())
        .as("the first has nobody to lose to")
        .isEqualTo(JobState.COMPLETE);
    assertThat(SweepOverview.of(folder.resolve("out/toy")))
        .contains("pruned", "Best of the search");
  }

  /**
   * Each that was not given up for good ends as if nobody had ever thought of it, states or none.
   */
  @ParameterizedTest
  @ValueSource(strings = {"--checkpoint-every=0", "--checkpoint-every=30"})
  @Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void promotedTrialsEndWithTheBitsOfThoseThatWereNeverPruned(String states) throws IOException {
    String asha = "pruning: {kind: asha, firstEpoch: 1, reduction: 2}";
    String[] run = {"--workers", "1", "--trials", "14", states};
    String random = "search: {kind: random}";
    run(ToySweep.write(folder, random, asha, "finalSeeds: 0"), "asha", run);
    run(ToySweep.write(folder, random, "finalSeeds: 0"), "whole", run);
    List<Trial> whole = trials("whole", Stage.SEARCH);
    List<Trial> complete =
        trials("asha", Stage.SEARCH).stream().filter(t -> t.is(JobState.COMPLETE)).toList();
    assertThat(complete).hasSizeLessThan(whole.size());
    assertThat(complete)
        .as("some trials were begun twice: they were promoted")
        .anyMatch(trial -> trial.job().attempts() > 1);
    assertThat(complete)
        .allSatisfy(t -> assertThat(t.value()).isEqualTo(whole.get(t.number()).value()));
    try (TrialStore store = TrialStore.read(TrialStore.in(folder.resolve("asha/toy")))) {
      List<Trial> all = store.trials(Stage.SEARCH);
      assertThat(all).hasSize(14);
      // Half of them go on: the very best, whenever they came.
      assertThat(
              all.stream()
                  .sorted(Comparator.comparing(trial -> store.epochs().of(trial).get(0)))
                  .limit(7))
          .allMatch(trial -> store.epochs().of(trial).size() > 1);
    }
    assertThat(Files.readString(folder.resolve("asha/toy/sweep.log")).contains("going on from"))
        .isEqualTo(!states.endsWith("=0"));
    assertThat(folder.resolve("asha/toy/trials")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "crossEntropy | crossEntropie | objective.metric is crossEntropie, which the experiment does"
            + " not report; did you mean crossEntropy?",
        "crossEntropy | accuracy | it reports loss, crossEntropy",
        "code: {integer: [2, 12]} | code: {integer: [0, 12]} | code is 0: it must be at least 1",
        "code: {integer: [2, 12]} | sparsityTarget: {uniform: [0.1, 1.5]} | space.sparsityTarget:",
        "inputs: 64 | inputs: 65 | inputs is 65, but an example of",
        "validation: last:40 | validation: last:4000 | validation",
      })
  void refusesBeforeAnythingIsWritten(String good, String bad, String message) throws IOException {
    Path file = ToySweep.write(folder);
    assertThat(file).content().contains(good);
    Files.writeString(file, Files.readString(file).replace(good, bad));
    assertThatThrownBy(() -> run(file, "out"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining(message)
        .hasMessageNotContaining("\n");
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void refusesAGridLargerThanItsBudget() throws IOException {
    Path file = ToySweep.write(folder, "search: {kind: grid, points: 3}");
    assertThatThrownBy(() -> run(file, "out"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining(
            "the grid has 9 settings, but budget.trials is 6: set trials: 9, or points: 2");
    run(file, "out", "--trials", "20");
    assertThat(trials("out", Stage.SEARCH)).hasSize(9);
    Files.writeString(file, Files.readString(file).replace("points: 3", "points: 2"));
    run(file, "advised");
    assertThat(trials("advised", Stage.SEARCH)).hasSize(4);
    // Of points there are two at the least: nothing is said of fewer.
    assertThatThrownBy(() -> run(file, "out", "--trials", "3"))
        .hasMessageEndingWith("the grid has 4 settings, but budget.trials is 3: set trials: 4");
  }
}
