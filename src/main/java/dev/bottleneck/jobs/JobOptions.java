package dev.bottleneck.jobs;

import dev.bottleneck.data.DataOptions;
import dev.bottleneck.live.LiveOptions;
import dev.bottleneck.runtime.Durations;
import dev.bottleneck.runtime.Require;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How the jobs of a run and of a sweep are carried out alike; no number depends on it.
 *
 * @param data where data sets are looked for
 * @param checkpointSeconds between two states of a training, at the least; 0 keeps none
 * @param deadAfter how long a process may be silent before others take its jobs
 * @param live where they are shown while they are carried out; empty for nowhere
 */
public record JobOptions(
    DataOptions data, double checkpointSeconds, Duration deadAfter, Optional<LiveOptions> live) {
  /** How often states are written unless told otherwise. */
  private static final double CHECKPOINT_SECONDS = 30;

  /** How long a process may be silent unless told otherwise. */
  private static final Duration DEAD_AFTER = Duration.ofMinutes(1);

  /**
   * Checks all of it.
   *
   * @throws dev.bottleneck.runtime.UserError naming what is wrong as the command line calls it
   */
  public JobOptions {
    Require.between("--checkpoint-every", checkpointSeconds, 0, Double.MAX_VALUE);
    Require.positive("--dead-after", Durations.seconds(deadAfter));
    deadAfter = Durations.atLeastAMillisecond(deadAfter); // what the store of jobs counts in
  }

  /** As this process's environment has it. */
  public static JobOptions defaults() {
    return new JobOptions(DataOptions.defaults(), CHECKPOINT_SECONDS, DEAD_AFTER, Optional.empty());
  }

  public JobOptions withData(DataOptions its) {
    return new JobOptions(its, checkpointSeconds, deadAfter, live);
  }

  public JobOptions withDataDir(Path folder) {
    return withData(data.withDataDir(folder));
  }

  public JobOptions withCheckpointEvery(Duration time) {
    return new JobOptions(data, Durations.seconds(time), deadAfter, live);
  }

  public JobOptions withDeadAfter(Duration silence) {
    return new JobOptions(data, checkpointSeconds, silence, live);
  }

  public JobOptions withLive(LiveOptions its) {
    return new JobOptions(data, checkpointSeconds, deadAfter, Optional.of(its));
  }
}
