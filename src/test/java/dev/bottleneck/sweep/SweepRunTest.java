package dev.bottleneck.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bottleneck.device.DeviceHabits;
import dev.bottleneck.device.Hardware;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.study.Failures;
import dev.bottleneck.study.RunOptions;
import dev.bottleneck.study.ShippedConfigurations;
import dev.bottleneck.study.StudyMain;
import dev.bottleneck.sweep.Trial.Stage;
import dev.bottleneck.testing.StubGpus;
import dev.bottleneck.testing.ToyImages;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.factory.Environment;
import org.nd4j.linalg.factory.Nd4j;
import picocli.CommandLine;

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

  @Test
  void sixWorkersOnTwoGpusGiveTheSameResultsFromOneCopyOfTheDataEach() throws IOException {
    run(ToySweep.write(folder, "finalSeeds: 2"), "cpu", "--workers", "1");
    StubGpus gpus = new StubGpus(2);
    SweepOptions options = new SweepOptions();
    new CommandLine(options).parseArgs("--workers", "6");
    StringWriter out = new StringWriter();
    Sweep sweep = ToySweep.parse(folder, "finalSeeds: 2");
    Path toy = folder.resolve("gpus/toy");
    Hardware hardware =
        new Hardware(gpus, DeviceHabits.processor(), Optional.of(() -> List.of(70.0, 65.0)));
    assertThat(new SweepRun(sweep, options, new PrintWriter(out), toy, hardware, Time.SYSTEM).run())
        .isZero();

    assertThat(results(trials("gpus", Stage.SEARCH)))
        .containsExactlyElementsOf(results(trials("cpu", Stage.SEARCH)));
    assertThat(results(trials("gpus", Stage.FINAL)))
        .containsExactlyElementsOf(results(trials("cpu", Stage.FINAL)));
    assertThat(gpus.used().values()).contains(Set.of(1)).allMatch(used -> used.size() == 1);
    // Training, validation and test part, once for the eight trainings.
    assertThat(gpus.copied()).hasSize(3).allMatch(copied -> copied.device() == 1);
    assertThat(out.toString()).startsWith("6 workers on 2 GPUs, 3 each");
    assertThat(toy.resolve("report.html"))
        .content()
        .contains("6 workers on 2 GPUs, 3 each; GPU 0 was in use 70 % of the time; GPU 1 was");
  }

  @ParameterizedTest
  @ValueSource(strings = {"random", "genetic", "tpe"})
  void resumedItGoesOnAsIfItHadNeverStopped(String kind) throws IOException {
    Path file =
        ToySweep.write(
            folder, "search: {kind: " + kind + "}", "finalSeeds: 0", "pruning: {kind: asha}");
    run(file, "whole", "--workers", "1", "--trials", "9");
    run(file, "parts", "--workers", "1", "--trials", "4");
    // Another process begins the fifth trial, and is killed within it.
    WorkerId dead = new WorkerId(WorkerId.present().machine(), 1 << 30, 1, "dead");
    Trial fifth = claim(file, folder.resolve("parts/toy"), dead);
    assertThat(fifth.number()).isEqualTo(4);
    try (TrialStore store = TrialStore.open(folder.resolve("parts/toy"), Duration.ofHours(1))) {
      store.epochs().record(fifth, fifth.firstSeed(), 1, "training", 0);
    }
    run(file, "parts", "--workers", "1", "--trials", "9", "--resume");
    assertThat(results(trials("parts", Stage.SEARCH)))
        .hasSize(9)
        .containsExactlyElementsOf(results(trials("whole", Stage.SEARCH)));
  }

  /** best.yaml is a configuration like any other, and gives the very numbers of the final runs. */
  @Test
  void theBestSettingRunsAsItIs() throws IOException {
    run(ToySweep.write(folder, "finalSeeds: 2"), "out");
    Path best = folder.resolve("out/toy/best.yaml");
    RunOptions options = new RunOptions();
    new CommandLine(options).parseArgs("--out", folder.resolve("runs").toString());
    assertThat(StudyMain.run(ShippedConfigurations.open(best.toString()), options)).isZero();
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
            "Its test crossEntropy over 2 seeds",
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
    assertThat(run(file, "out", "--trials", "8")).isZero();
    List<Trial> all = trials("out", Stage.SEARCH);
    assertThat(all).hasSize(8);
    assertThat(all.stream().filter(t -> t.parameters().get("learningRate").equals("0.01")))
        .isNotEmpty()
        .allMatch(t -> t.is(TrialState.COMPLETE));
    assertThat(all.stream().filter(t -> !t.parameters().get("learningRate").equals("0.01")))
        .isNotEmpty()
        .allMatch(t -> t.is(TrialState.FAILED) && t.error().orElseThrow().contains("loss became"));

    // Tried again they fail again: only they are begun.
    run(file, "out", "--trials", "8", "--resume", "--retry-failed");
    assertThat(trials("out", Stage.SEARCH))
        .allMatch(t -> t.attempts() == (t.is(TrialState.FAILED) ? 2 : 1));
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
      assertThat(run(file, "out", "--trials", "6")).isZero();
    } finally {
      nd4j.setDeviceLimit(0, 0);
    }
    List<Trial> all = trials("out", Stage.SEARCH);
    assertThat(all.stream().filter(t -> t.parameters().get("hidden").equals("6")))
        .isNotEmpty()
        .allMatch(t -> t.is(TrialState.COMPLETE));
    assertThat(all.stream().filter(t -> !t.parameters().get("hidden").equals("6")))
        .isNotEmpty()
        .allMatch(
            t ->
                t.is(TrialState.FAILED)
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
    Sweep sweep = SweepFile.parse(file.toString(), Files.readString(file), List.of());
    Files.writeString(GatedExperiment.gate(folder, sweep.firstSeed(1)), what);
    Files.writeString(GatedExperiment.gate(folder, sweep.firstFinalSeed()), what);
    StringWriter printed = new StringWriter();
    SweepOptions options = new SweepOptions();
    new CommandLine(options).parseArgs("--out", folder.resolve("out").toString());
    assertThat(new SweepRun(file.toString(), options, new PrintWriter(printed)).run())
        .as("a seed on test data failed")
        .isEqualTo(Failures.RUN_FAILED);
    try (TrialStore store = TrialStore.read(folder.resolve("out/gated"))) {
      assertThat(store.trials(Stage.SEARCH))
          .extracting(Trial::state)
          .containsExactly(TrialState.COMPLETE, TrialState.FAILED, TrialState.COMPLETE);
      assertThat(store.trials(Stage.SEARCH).get(1).error().orElseThrow()).contains(message);
    }
    String sentence = "1 of its 2 seeds on test data failed, the first with: ";
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
    SweepOptions options = new SweepOptions();
    new CommandLine(options).parseArgs("--out", folder.resolve("out").toString(), "--workers", "1");
    assertThat(new SweepRun(file.toString(), options, new PrintWriter(out)).run())
        .isEqualTo(Failures.RUN_FAILED);
    assertThat(trials("out", Stage.SEARCH)).hasSize(3).allMatch(t -> t.is(TrialState.FAILED));
    assertThat(out.toString()).contains("Stopped: 3 trials in a row failed, the last with: the");
  }

  @Test
  void prunedTrialsHaveNoValueAndAreCounted() throws IOException {
    Path file =
        ToySweep.write(
            folder, "pruning: {kind: asha, firstEpoch: 1, reduction: 3}", "finalSeeds: 0");
    run(file, "out", "--workers", "1", "--trials", "12");
    List<Trial> all = trials("out", Stage.SEARCH);
    assertThat(all.stream().filter(t -> t.is(TrialState.PRUNED)))
        .hasSizeGreaterThan(3)
        .allMatch(t -> t.value().isEmpty() && t.error().orElseThrow().contains("had a lower"));
    assertThat(all.get(0).state())
        .as("the first has nobody to lose to")
        .isEqualTo(TrialState.COMPLETE);
    assertThat(SweepOverview.of(folder.resolve("out/toy"))).contains("pruned", "Best settings");
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

  @Test
  void refusesWhatWouldNotBeTheSameSweep() throws IOException {
    Path file = ToySweep.write(folder, "finalSeeds: 1");
    assertThatThrownBy(() -> run(file, "out", "--resume"))
        .hasMessageContaining("nothing to resume");
    run(file, "out", "--trials", "2");
    assertThatThrownBy(() -> run(file, "out")).hasMessageContaining("begun already");
    assertThatThrownBy(() -> run(file, "out", "--retry-failed"))
        .hasMessageContaining("goes with --resume");
    assertThatThrownBy(() -> run(file, "out", "--resume", "--set", "epochs=4"))
        .hasMessageContaining("the sweep was begun with --set epochs=3: say so again");
    assertThatThrownBy(() -> run(file, "out", "--resume", "--trials", "3"))
        .hasMessageContaining("the winner of 2 trials was already measured on test data");
    assertThat(trials("out", Stage.SEARCH)).hasSize(2).allMatch(t -> t.attempts() == 1);
  }

  private static final WorkerId ELSEWHERE = new WorkerId("another machine", 1, 1, "elsewhere");

  /** The sweep in {@code file} on a clock of the test's own; what it printed. */
  private String run(Path file, String out, Time time, String... arguments) {
    SweepOptions options = new SweepOptions();
    new CommandLine(options).parseArgs(arguments);
    StringWriter printed = new StringWriter();
    Sweep sweep = options.applyTo(ShippedSweeps.open(file.toString(), options.assignments()));
    Path toy = folder.resolve(out).resolve("toy");
    SweepRun run =
        new SweepRun(sweep, options, new PrintWriter(printed), toy, Hardware.present(), time);
    assertThat(run.run()).isZero();
    return printed.toString();
  }

  /** Of one CSV whose values the test changes; the sweep sets two keys on the command line. */
  private Path csvSweep() throws IOException {
    Path file = ToySweep.write(folder, "finalSeeds: 0");
    Path csv = writeCsv(1);
    String yaml = Files.readString(file);
    return Files.writeString(
        file,
        yaml.replaceAll("data: '.*'", "data: 'csv:" + csv + "'")
            .replace("last:40", "last:20")
            .replace("inputs: " + ToyImages.PIXELS, "inputs: 2")
            .replace("code: {integer: [2, 12]}", "code: {integer: [2, 3]}"));
  }

  private Path writeCsv(int scale) throws IOException {
    StringBuilder text = new StringBuilder("a,b\n");
    for (int i = 0; i < 60; i++) {
      text.append(i / (60.0 * scale)).append(",0.5\n");
    }
    return Files.writeString(folder.resolve("my.csv"), text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--resume", "--join"})
  void dataThatChangedMeanwhileAreNotMixed(String how) throws IOException {
    Path file = csvSweep();
    run(file, "out", "--trials", "2");
    run(file, "out", "--trials", "3", how);
    writeCsv(2);
    assertThatThrownBy(() -> run(file, "out", "--trials", "4", how))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("my.csv has changed since the sweep was begun")
        .hasMessageNotContaining("\n");
    writeCsv(1);
    run(file, "out", "--trials", "4", how);
    assertThat(trials("out", Stage.SEARCH)).hasSize(4).allMatch(t -> t.attempts() == 1);
  }

  /** The advice is taken as it stands, and works; what cannot be set again is not advised. */
  @Test
  void saysWhatWasSetTheFirstTime() throws IOException {
    Path file = csvSweep();
    Path copy = Files.copy(folder.resolve("my.csv"), folder.resolve("it's mine.csv"));
    String data = "data=csv:" + copy;
    run(file, "out", "--trials", "2", "--set", "epochs=2", "--set", data, "--set", "hidden=5");
    String quoted = "'" + data.replace("'", "'\\''") + "'";
    assertThatThrownBy(() -> run(file, "out", "--resume", "--set", "hidden=5"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining(
            "the sweep was begun with --set " + quoted + " --set epochs=2: say so again")
        .hasMessageNotContaining("\n");
    run(
        file,
        "out",
        "--resume",
        "--set",
        "hidden=5",
        "--set",
        "epochs=2",
        "--set",
        data,
        "--trials",
        "3");
    assertThat(trials("out", Stage.SEARCH)).hasSize(3);

    Files.writeString(file, Files.readString(file) + "sweepSeed: 9\n");
    assertThatThrownBy(() -> run(file, "out", "--resume"))
        .hasMessageContaining("the store of another sweep")
        .hasMessageContaining("and 1 more")
        .hasMessageNotContaining("--set");
    Files.writeString(file, Files.readString(file).replace("sweepSeed: 9", "seedsPerTrial: 2"));
    assertThatThrownBy(
            () -> run(file, "out", "--resume", "--set=hidden=5", "--set=epochs=2", "--set=" + data))
        .hasMessageContaining("experiment.seeds is 1 there and 2 here")
        .hasMessageContaining("seedsPerTrial is 1 there and 2 here")
        .hasMessageNotContaining("--set");
  }

  @ParameterizedTest
  @CsvSource({"'', has no classes", "',label', has one class alone"})
  void aProbeThatHasNothingToTellApartIsRefused(String label, String why) throws IOException {
    Path file = csvSweep();
    List<String> lines = Files.readAllLines(folder.resolve("my.csv"));
    List<String> labelled = new ArrayList<>();
    for (String line : lines) {
      labelled.add(line + (line.startsWith("a") ? label : label.isEmpty() ? "" : ",0"));
    }
    Files.write(folder.resolve("my.csv"), labelled);
    Files.writeString(file, Files.readString(file).replace("crossEntropy", "probeError"));
    assertThatThrownBy(() -> run(file, "out"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("objective.metric is probeError, but the training part of csv:")
        .hasMessageContaining(why)
        .hasMessageNotContaining("\n");
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void aWorkerElsewhereThatShowsALifeSignIsNotPushedAside() throws IOException {
    Path file = ToySweep.write(folder, "finalSeeds: 0");
    run(file, "out", "--trials", "1");
    Path toy = folder.resolve("out/toy");
    claim(file, toy, ELSEWHERE);
    ManualTime beating =
        new ManualTime() {
          @Override
          public void pause(Duration duration) {
            super.pause(duration);
            try (TrialStore store = TrialStore.open(toy, Duration.ofHours(1))) {
              store.owners().beat(ELSEWHERE);
            }
          }
        };
    assertThatThrownBy(() -> run(file, "out", beating, "--resume"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("process 1 of another container or machine is at work on it")
        .hasMessageContaining("join it with --join");
  }

  @Test
  void aProcessBesideThisThatLivesIsNotPushedAside() throws IOException {
    Path file = ToySweep.write(folder, "finalSeeds: 0");
    run(file, "out", "--trials", "1");
    long parent = ProcessHandle.current().parent().orElseThrow().pid();
    claim(
        file,
        folder.resolve("out/toy"),
        new WorkerId(WorkerId.present().machine(), parent, 0, "it"));
    assertThatThrownBy(() -> run(file, "out", new ManualTime(), "--resume"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("process " + parent + " is at work on it");
  }

  /** Has {@code worker} begin the next trial, as its process would. */
  private static Trial claim(Path file, Path folder, WorkerId worker) throws IOException {
    Sweep sweep = SweepFile.parse(file.toString(), Files.readString(file), List.of());
    try (TrialStore store = TrialStore.open(folder, Duration.ofSeconds(10))) {
      return store
          .claim(
              worker,
              (number, earlier) ->
                  Search.of(sweep)
                      .propose(number, earlier)
                      .map(proposal -> new TrialStore.Plan(proposal, sweep.firstSeed(number))))
          .orElseThrow();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"--join", "--resume"})
  void waitsForAWorkerElsewhereAndTakesItsTrialWhenItFallsSilent(String how) throws IOException {
    Path file = ToySweep.write(folder, "finalSeeds: 1");
    run(file, "shared", "--trials", "1", "--set", "epochs=3");
    Path toy = folder.resolve("shared/toy");
    try (StoreConnection store = StoreConnection.open(toy.resolve(TrialStore.FILE))) {
      store.update("DELETE FROM trials");
    }
    claim(file, toy, ELSEWHERE);
    String printed = run(file, "shared", new ManualTime(), how, "--trials", "2");
    assertThat(printed.contains("waiting up to 10 s for a sign of life"))
        .isEqualTo(how.equals("--resume"));
    List<Trial> all = trials("shared", Stage.SEARCH);
    assertThat(all).hasSize(2).allMatch(t -> t.is(TrialState.COMPLETE));
    assertThat(all).extracting(Trial::attempts).containsExactly(2, 1);
    assertThat(trials("shared", Stage.FINAL)).hasSize(1);
  }

  @Test
  void beginsNoTrialWhenTimeIsUp() throws IOException {
    Path file = ToySweep.write(folder, "finalSeeds: 1");
    Files.writeString(
        file, Files.readString(file).replace("{trials: 6}", "{trials: 500, minutes: 3}"));
    // Each look at the clock takes it half a minute.
    ManualTime hurried =
        new ManualTime() {
          @Override
          public long nanoTime() {
            pass(Duration.ofSeconds(30));
            return super.nanoTime();
          }
        };
    run(file, "out", hurried, "--workers", "1");
    assertThat(trials("out", Stage.SEARCH)).hasSizeBetween(1, 6);
    assertThat(trials("out", Stage.FINAL)).hasSize(1).allMatch(t -> t.is(TrialState.COMPLETE));
  }
}
