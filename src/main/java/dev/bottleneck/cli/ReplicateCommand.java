package dev.bottleneck.cli;

import dev.bottleneck.runtime.Require;
import dev.bottleneck.study.RunOptions;
import dev.bottleneck.study.StudyMain;
import dev.bottleneck.study.yaml.ShippedConfigurations;
import java.util.concurrent.Callable;
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
public final class ReplicateCommand implements Callable<Integer> {
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

  @Mixin private RunOptions options;

  @Override
  public Integer call() {
    Require.atLeast("--blocks", blocks, 2);
    options.inBlocks(blocks);
    StudyMain.run(ShippedConfigurations.open(experiment), options);
    return 0;
  }
}
