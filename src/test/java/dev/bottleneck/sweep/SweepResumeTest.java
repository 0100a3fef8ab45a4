package dev.bottleneck.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bottleneck.Asked;
import dev.bottleneck.device.Hardware;
import dev.bottleneck.jobs.JobState;
import dev.bottleneck.jobs.ManualTime;
import dev.bottleneck.jobs.Time;
import dev.bottleneck.jobs.WorkerId;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.sweep.definition.ShippedSweeps;
import dev.bottleneck.sweep.definition.SweepDefinition;
import dev.bottleneck.sweep.definition.SweepFile;
import dev.bottleneck.sweep.store.TrialStore;
import dev.bottleneck.sweep.trial.Trial;
import dev.bottleneck.sweep.trial.Trial.Stage;
import dev.bottleneck.testing.ToyImages;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sweeps that are gone on with, alone or beside others, on the data that they were begun with. */
class SweepResumeTest {
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
        .hasMessageContaining("the best of 2 trials were already chosen");
    assertThat(trials("out", Stage.SEARCH)).hasSize(2).allMatch(t -> t.job().attempts() == 1);
  }

  private static final WorkerId ELSEWHERE = new WorkerId("another machine", 1, 1, "elsewhere");

  /** The sweep in {@code file} on a clock of the test's own; what it printed. */
  private String run(Path file, String out, Time time, String... arguments) {
    SweepOptions options = Asked.sweep(arguments);
    StringWriter printed = new StringWriter();
    SweepDefinition sweep =
        options.applyTo(ShippedSweeps.open(file.toString(), options.assignments()));
    Path toy = folder.resolve(out).resolve("toy");
    SweepRun run =
        new SweepRun(sweep, options, new PrintWriter(printed), toy, Hardware.present(), time);
    run.run();
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
    assertThat(trials("out", Stage.SEARCH)).hasSize(4).allMatch(t -> t.job().attempts() == 1);
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
    SweepDefinition sweep = SweepFile.parse(file.toString(), Files.readString(file), List.of());
    try (TrialStore store = TrialStore.open(folder, Duration.ofSeconds(10))) {
      return ToySweep.queue(store, sweep, Integer.MAX_VALUE).claim(worker).orElseThrow();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"--join", "--resume"})
  void waitsForAWorkerElsewhereAndTakesItsTrialWhenItFallsSilent(String how)
      throws IOException, SQLException {
    Path file = ToySweep.write(folder, "finalSeeds: 1");
    run(file, "shared", "--trials", "1", "--set", "epochs=3");
    Path toy = folder.resolve("shared/toy");
    try (Connection store =
            DriverManager.getConnection("jdbc:sqlite:" + toy.resolve(TrialStore.FILE));
        Statement all = store.createStatement()) {
      all.executeUpdate("DELETE FROM jobs");
      all.executeUpdate("DELETE FROM changes");
    }
    claim(file, toy, ELSEWHERE);
    String printed = run(file, "shared", new ManualTime(), how, "--trials", "2");
    assertThat(printed.contains("waiting up to 10 s for a sign of life"))
        .isEqualTo(how.equals("--resume"));
    List<Trial> all = trials("shared", Stage.SEARCH);
    assertThat(all).hasSize(2).allMatch(t -> t.is(JobState.COMPLETE));
    assertThat(all).extracting(t -> t.job().attempts()).containsExactly(2, 1);
    assertThat(trials("shared", Stage.FINAL)).hasSize(1);
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
    assertThat(trials("out", Stage.FINAL)).hasSize(1).allMatch(t -> t.is(JobState.COMPLETE));
  }
}
