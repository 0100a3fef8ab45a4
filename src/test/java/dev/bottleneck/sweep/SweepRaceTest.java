package dev.bottleneck.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bottleneck.Bottleneck;
import dev.bottleneck.evaluation.Summary;
import dev.bottleneck.jobs.JobState;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.sweep.definition.RaceOptions;
import dev.bottleneck.sweep.definition.SweepFile;
import dev.bottleneck.sweep.race.Race.Racer;
import dev.bottleneck.sweep.store.RaceStanding;
import dev.bottleneck.sweep.store.TrialStore;
import dev.bottleneck.sweep.trial.Objective;
import dev.bottleneck.sweep.trial.Trial;
import dev.bottleneck.sweep.trial.Trial.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sweeps whose best settings are given further seeds, to tell them apart. */
class SweepRaceTest {
  private static final Objective LOSS = new Objective("crossEntropy", Objective.Goal.MIN, "");

  @TempDir Path folder;

  private Path sweep() throws IOException {
    return ToySweep.write(folder, "race: {settings: 2, seeds: 9}", "finalSeeds: 2");
  }

  private Path out(String name) {
    return folder.resolve(name);
  }

  private static TrialStore open(Path out) {
    return TrialStore.open(out.resolve("toy"), Duration.ofHours(1));
  }

  private static List<String> lines(List<Trial> trials) {
    return trials.stream()
        .map(t -> t.number() + " " + t.state() + " " + t.firstSeed() + " " + t.measures())
        .collect(Collectors.toList());
  }

  @Test
  void theBestRaceOnTheSameSeedsAndTheWinnerIsTested() throws IOException {
    ToySweep.run(sweep(), out("one"), "--workers", "2");
    try (TrialStore store = open(out("one"))) {
      List<Trial> race = store.trials(Stage.RACE);
      RaceStanding standing = RaceStanding.of(store, LOSS, new RaceOptions(2, 9)).orElseThrow();
      assertThat(race).hasSizeBetween(16, 18).allMatch(t -> t.is(JobState.COMPLETE));
      assertThat(standing.race().isOver()).isTrue();
      for (Trial trial : race) {
        assertThat(trial.proposal())
            .isEqualTo(standing.settings().get(trial.number() % 2).proposal());
        assertThat(trial.firstSeed()).isEqualTo(race.get(0).firstSeed() + trial.number() / 2);
      }
      assertThat(store.trials(Stage.FINAL))
          .hasSize(2)
          .allMatch(t -> t.proposal().equals(standing.leader().proposal()));
      Path files = out("one").resolve("toy");
      assertThat(files.resolve("report.html"))
          .content()
          .contains(
              "The race",
              "of the best 2 settings",
              "at every look at once",
              "validation crossEntropy, in the search",
              "in the race, mean (95 % interval)",
              "trial " + standing.leader().number());
      Racer first = standing.race().racers().get(standing.race().leader());
      assertThat(files.resolve("best.yaml"))
          .content()
          .contains(
              "validation crossEntropy %.4f, the mean over %d seeds of the race, with "
                  .formatted(Summary.of(first.values()).mean(), first.costs().size()))
          .contains("(trial " + standing.leader().number() + ")");
      assertThat(files.resolve("trials.csv")).content().contains("\nrace,");
      assertThat(SweepOverview.of(files)).contains("race ", "the best 2 settings race");
      assertThat(
              Bottleneck.sweep(sweep().toString()).out(out("one")).resume().run().best().number())
          .isEqualTo(standing.leader().number());
    }
  }

  /** Whoever runs it: the same races, the same winner. */
  @Test
  void theNumberOfWorkersChangesNothing() throws IOException {
    Path file = sweep();
    Files.writeString(file, Files.readString(file) + "search: {kind: random}\n");
    ToySweep.run(file, out("one"), "--workers", "1");
    ToySweep.run(file, out("three"), "--workers", "3");
    try (TrialStore one = open(out("one"));
        TrialStore three = open(out("three"))) {
      assertThat(lines(three.trials(Stage.RACE))).isEqualTo(lines(one.trials(Stage.RACE)));
      assertThat(lines(three.trials(Stage.FINAL))).isEqualTo(lines(one.trials(Stage.FINAL)));
    }
  }

  @Test
  void noTrialIsSearchedOnceTheBestWereChosen() throws IOException {
    ToySweep.run(sweep(), out("one"), "--workers", "2");
    assertThatThrownBy(
            () -> ToySweep.run(sweep(), out("one"), "--workers", "2", "--resume", "--trials", "9"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("the best of 6 trials were already chosen");
  }

  @Test
  void aRaceOfNobodyIsRefused() {
    assertThatThrownBy(
            () ->
                SweepFile.parse(
                    "mine.yaml", ToySweep.yaml(folder, "race: {settings: 0}"), List.of()))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("mine.yaml")
        .hasMessageContaining("settings is 0");
  }

  @Test
  void aRaceThatCanDecideNothingIsRefused() throws IOException {
    Path file = ToySweep.write(folder, "race: {settings: 5, seeds: 10}");
    assertThatThrownBy(() -> ToySweep.run(file, out("one")))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("race.seeds is 10")
        .hasMessageContaining("by fewer than 12");
    assertThat(out("one")).doesNotExist();
  }
}
