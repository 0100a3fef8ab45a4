package dev.bottleneck.study.resume;

import dev.bottleneck.runtime.Require;
import picocli.CommandLine.Option;

/** How often trainings under way are written down. */
public final class CheckpointOption {
  @Option(
      names = "--checkpoint-every",
      paramLabel = "SECONDS",
      description =
          "How often, at the most, a training under way is written down, to be gone on with by"
              + " --resume (default: 30; 0: never).")
  private double seconds = 30;

  /** Seconds between two states of a training, at the least; 0 keeps none. */
  public double seconds() {
    Require.between("--checkpoint-every", seconds, 0, Double.MAX_VALUE);
    return seconds;
  }
}
