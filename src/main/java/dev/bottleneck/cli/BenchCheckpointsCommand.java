package dev.bottleneck.cli;

import dev.bottleneck.bench.CheckpointCost;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bottleneck bench checkpoints}: what it costs to be able to go on. */
@Command(
    name = "checkpoints",
    description = "Time trainings that write their states down, and trainings that do not.",
    mixinStandardHelpOptions = true)
final class BenchCheckpointsCommand implements Runnable {
  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "100",
      description = "How long a training takes (default: 100, for three states of 30 s each).")
  private double seconds;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "5",
      description = "Rounds, of which the median is taken (default: 5).")
  private int rounds;

  @Mixin private BenchmarksPageOption page;

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    new CheckpointCost(seconds, rounds, spec.commandLine().getOut())
        .run(page.file(), TypedCommand.of(spec));
  }
}
