package dev.bottleneck.sweep.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bottleneck.jobs.Progress;
import dev.bottleneck.jobs.Time;
import dev.bottleneck.sweep.ToySweep;
import dev.bottleneck.sweep.definition.SweepDefinition;
import dev.bottleneck.sweep.store.Ends;
import dev.bottleneck.sweep.store.TrialQueue;
import dev.bottleneck.sweep.store.TrialStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is made of a sweep when all who worked on it have left. */
class WorkElsewhereTest {
  @TempDir Path folder;
  private SweepDefinition sweep;

  /** Workers that do all of a sweep's stages up to some, at once, and then have left early. */
  private record Leaving(TrialStore store, SweepDefinition sweep, int stages) implements Workforce {
    @Override
    public int size() {
      return 1;
    }

    @Override
    public String inWords() {
      return "somewhere";
    }

    @Override
    public AtWork start(SweepDefinition definition, Path its, Consumer<String> tell) {
      TrialQueue queue = ToySweep.queue(store, sweep, sweep.budget().trials());
      for (int stage = 0; stage < stages; stage++) {
        Ends.all(queue, trial -> Ends.complete(store, trial, "crossEntropy", 1 + trial.number()));
        if (stage < stages - 1) {
          queue.close(new AfterSearch(sweep));
        }
      }
      return new AtWork() {
        @Override
        public boolean haveLeft() {
          return true;
        }

        @Override
        public Optional<String> failure() {
          return Optional.of("one could not be started");
        }

        @Override
        public void close() {
          // Nobody is left.
        }
      };
    }
  }

  /** Why it was stopped, after the workers had done so many stages. */
  private String stopped(int stages, String... yaml) throws IOException {
    sweep = ToySweep.parse(folder, yaml);
    Path file = folder.resolve("store-" + stages);
    TrialStore.in(file).create(sweep.identity());
    try (TrialStore store = TrialStore.open(file, Duration.ofHours(1))) {
      WorkElsewhere work =
          new WorkElsewhere(
              new Leaving(store, sweep, stages),
              sweep,
              store,
              new SweepProgress(
                  sweep,
                  sweep.objective().shown(sweep.base().experiment().headline(), "validation"),
                  1,
                  "somewhere",
                  Progress.NOBODY),
              folder,
              Time.SYSTEM);
      work.run();
      return work.stopped();
    }
  }

  /** After the search, within the race and before the test all trials have ended, too. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void whoLeavesBetweenTwoStagesHasNotFinished(int stages) throws IOException {
    assertThat(stopped(stages, "race: {settings: 2, seeds: 20}", "finalSeeds: 2"))
        .isEqualTo("the workers have left: one could not be started");
  }

  @Test
  void whatIsDoneIsDoneWhoeverCouldNotBeStarted() throws IOException {
    assertThat(stopped(4, "race: {settings: 2, seeds: 20}", "finalSeeds: 2")).isEmpty();
    assertThat(stopped(1, "finalSeeds: 0")).isEmpty();
  }
}
