package dev.bottleneck.sweep.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.bottleneck.jobs.JobState;
import dev.bottleneck.runtime.Durations;
import dev.bottleneck.sweep.ToySweep;
import dev.bottleneck.sweep.definition.SweepDefinition;
import dev.bottleneck.sweep.store.Standing;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SweepStatusTest {
  @TempDir Path folder;

  /** Six trials of two seeds, of which a pruned one takes 2 s and a complete one 10 s. */
  @ParameterizedTest
  @CsvSource({
    // Trials ended, workers, final seeds: the search's mean for the rest, 5 s for each final round.
    "4, 1, 0, 12",
    "4, 2, 0, 6",
    "4, 1, 5, 37",
    "4, 2, 5, 21",
    "6, 1, 5, 25",
    "6, 5, 5, 5",
    "6, 1, 0, 0",
  })
  void theTimeLeftCountsTheFinalSeeds(int ended, int workers, int finalSeeds, double seconds)
      throws IOException {
    SweepDefinition sweep = ToySweep.parse(folder, "seedsPerTrial: 2", "finalSeeds: " + finalSeeds);
    Map<JobState, Integer> counts =
        Map.of(JobState.COMPLETE, ended / 2, JobState.PRUNED, ended - ended / 2);
    Standing standing = new Standing(counts, 6, 10, Optional.empty());
    assertThat(SweepStatus.secondsLeft(standing, sweep.extent(), workers))
        .isCloseTo(seconds, within(1e-9));
  }

  @Test
  void nothingLeftIsNotSaid() {
    assertThat(Durations.left(0)).isEmpty();
    assertThat(Durations.left(200)).isEqualTo("; about 3 min left");
  }
}
