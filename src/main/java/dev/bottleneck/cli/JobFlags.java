package dev.bottleneck.cli;

import dev.bottleneck.JobsBuilder;
import picocli.CommandLine.Mixin;

/** What runs and sweeps take alike. */
final class JobFlags {
  @Mixin private DataDirOption dataDir;

  @Mixin private CheckpointOption checkpoint;

  @Mixin private LivenessOption liveness;

  @Mixin private LiveFlags live;

  /** Has {@code jobs} be what was asked for, and print what a person should read. */
  <B extends JobsBuilder<B>> B applyTo(B jobs) {
    dataDir.folder().ifPresent(jobs::dataDir);
    checkpoint.time().ifPresent(jobs::checkpointEvery);
    liveness.deadAfter().ifPresent(jobs::deadAfter);
    live.applyTo(jobs);
    return jobs.printTo(System.out);
  }
}
