package dev.bottleneck.jobs;

import dev.bottleneck.runtime.Require;
import java.time.Duration;
import picocli.CommandLine.Option;

/** How long a process may be silent. */
public final class LivenessOption {
  @Option(
      names = "--dead-after",
      paramLabel = "SECONDS",
      description =
          "How long this process may be silent before those of other containers take its jobs"
              + " (default: 60); its death is seen at once by those beside it.")
  private double seconds = 60;

  /**
   * How long, at the least a millisecond.
   *
   * @throws dev.bottleneck.runtime.UserError if it is not above 0
   */
  public Duration deadAfter() {
    Require.positive("--dead-after", seconds);
    return Duration.ofMillis(Math.max(1, Math.round(1_000 * seconds)));
  }
}
