package dev.bottleneck.cli;

import dev.bottleneck.runtime.Durations;
import dev.bottleneck.runtime.Require;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How long a process may be silent. */
final class LivenessOption {
  @Option(
      names = "--dead-after",
      paramLabel = "SECONDS",
      description =
          "How long this process may be silent before those of other containers take its jobs"
              + " (default: 60); its death is seen at once by those beside it.")
  private Double seconds;

  Optional<Duration> deadAfter() {
    if (seconds != null) {
      Require.positive("--dead-after", seconds);
    }
    return Optional.ofNullable(seconds).map(Durations::ofSeconds);
  }
}
