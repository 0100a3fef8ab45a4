package dev.bottleneck.cli;

import dev.bottleneck.runtime.Durations;
import dev.bottleneck.runtime.Require;
import java.time.Duration;
import picocli.CommandLine.Option;

/** How long a process may be silent. */
final class LivenessOption {
  @Option(
      names = "--dead-after",
      paramLabel = "SECONDS",
      description =
          "How long this process may be silent before those of other containers take its jobs"
              + " (default: 60); its death is seen at once by those beside it.")
  private double seconds = 60;

  Duration deadAfter() {
    Require.positive("--dead-after", seconds);
    return Durations.ofSeconds(seconds);
  }
}
