package dev.bottleneck.cli;

import dev.bottleneck.Bottleneck;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bottleneck replicate}: does the verdict hold for other seeds? */
@Command(
    name = "replicate",
    description =
        "Run an experiment on several disjoint blocks of seeds, and report how often the verdict"
            + " comes out the same.",
    mixinStandardHelpOptions = true)
final class ReplicateCommand implements Runnable {
  @Parameters(
      paramLabel = "<experiment | file.yaml>",
      description = "A name that 'bottleneck list' shows, or a configuration file.")
  private String experiment;

  @Option(
      names = "--blocks",
      paramLabel = "N",
      description =
          "How many blocks, each of as many seeds as the experiment has (default:"
              + " ${DEFAULT-VALUE}); the first is what 'run' runs.")
  private int blocks = 10;

  @Mixin private RunFlags flags;

  @Override
  public void run() {
    flags.applyTo(Bottleneck.experiment(experiment)).inBlocks(blocks).train();
  }
}
