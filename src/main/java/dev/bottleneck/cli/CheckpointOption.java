package dev.bottleneck.cli;

import dev.bottleneck.runtime.Durations;
import dev.bottleneck.runtime.Require;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How often trainings under way are written down. */
final class CheckpointOption {
  @Option(
      names = "--checkpoint-every",
      paramLabel = "SECONDS",
      description =
          "How often, at the most, a training under way is written down, to be gone on with by"
              + " --resume (default: 30; 0: never).")
  private Double seconds;

  /** Between two states of a training, at the least; zero keeps none. */
  Optional<Duration> time() {
    if (seconds != null) {
      Require.between("--checkpoint-every", seconds, 0, Double.MAX_VALUE);
    }
    return Optional.ofNullable(seconds).map(Durations::ofSeconds);
  }
}
