package dev.bottleneck.sweep.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bottleneck.jobs.JobState;
import dev.bottleneck.jobs.WorkerId;
import dev.bottleneck.sweep.ToySweep;
import dev.bottleneck.sweep.definition.SweepDefinition;
import dev.bottleneck.sweep.store.Ends;
import dev.bottleneck.sweep.store.RaceStanding;
import dev.bottleneck.sweep.store.TrialQueue;
import dev.bottleneck.sweep.store.TrialStore;
import dev.bottleneck.sweep.store.Winner;
import dev.bottleneck.sweep.trial.Trial;
import dev.bottleneck.sweep.trial.Trial.Stage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What follows the search, round by round. */
class AfterSearchTest {
  @TempDir Path folder;

  private static void complete(TrialStore store, Trial trial, double value) {
    Ends.complete(store, trial, "crossEntropy", value);
  }

  @Test
  void roundsFollowUntilOneIsLeftAndWhatFailedCounts() throws IOException {
    SweepDefinition sweep =
        ToySweep.parse(folder, "race: {settings: 2, seeds: 20}", "finalSeeds: 1");
    Path file = folder.resolve("store");
    TrialStore.in(file).create(sweep.identity());
    try (TrialStore store = TrialStore.open(file, Duration.ofHours(1))) {
      TrialQueue queue = ToySweep.queue(store, sweep, 6);
      Ends.all(queue, trial -> complete(store, trial, 1 + trial.number()));
      assertThat(queue.close(new AfterSearch(sweep))).as("a race follows").isFalse();
      assertThat(store.stage()).isEqualTo(Stage.RACE);
      assertThat(store.trials(Stage.RACE)).as("what a decision takes").hasSize(16);

      // The best of the search fails on the first seed, and is the lower on the others.
      Ends.all(
          queue,
          trial -> {
            if (trial.number() == 0) {
              Ends.end(store, trial, JobState.FAILED, "it diverged", 1);
            } else {
              complete(store, trial, 1 + trial.number() % 2);
            }
          });
      store.retryFailed();
      assertThat(store.trials(Stage.RACE).get(0).is(JobState.FAILED)).isTrue();
      assertThat(queue.close(new AfterSearch(sweep))).as("a round follows").isFalse();
      assertThat(store.trials(Stage.RACE)).hasSize(18);
      RaceStanding standing = RaceStanding.of(store, sweep.objective(), sweep.race()).orElseThrow();
      assertThat(standing.race().racers().get(0).failures()).isEqualTo(1);
      assertThat(standing.race().leader()).as("the mean of the other is finite").isEqualTo(1);
      assertThat(Winner.of(store, sweep).orElseThrow().number()).isEqualTo(1);

      // From now on the other is the worse one: at twenty seeds it is over, and one test follows.
      while (store.stage() == Stage.RACE) {
        Ends.all(queue, trial -> complete(store, trial, 1 + trial.number() % 2));
        assertThat(queue.close(new AfterSearch(sweep))).isFalse();
      }
      assertThat(store.trials(Stage.RACE)).hasSize(40);
      assertThat(store.trials(Stage.FINAL))
          .hasSize(1)
          .allMatch(trial -> trial.parameters().equals(store.trial(Stage.SEARCH, 1).parameters()));
      complete(store, queue.claim(WorkerId.present()).orElseThrow(), 1);
      assertThat(queue.close(new AfterSearch(sweep))).as("that was all").isTrue();
    }
  }
}
