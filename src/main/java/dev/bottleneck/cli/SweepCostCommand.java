package dev.bottleneck.cli;

import dev.bottleneck.sweep.TrialCost;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bottleneck sweep cost}: what a trial costs beside its training. */
@Command(
    name = "cost",
    description =
        "Time what a trial of a sweep costs beside its training, after few and many trials.",
    mixinStandardHelpOptions = true)
final class SweepCostCommand implements Runnable {
  @Parameters(paramLabel = "<sweep | file.yaml>", description = "A sweep, by name or path.")
  private String sweep;

  @Option(
      names = "--sizes",
      paramLabel = "N",
      split = ",",
      defaultValue = "100,1000,10000",
      description = "Trials before those that are timed (default: 100,1000,10000).")
  private List<Integer> sizes;

  @Option(
      names = "--workers",
      paramLabel = "N",
      defaultValue = "4",
      description = "How many claim and end trials at once in between (default: 4).")
  private int workers;

  @Mixin private StoreOption store;

  @Mixin private BenchmarksPageOption page;

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    new TrialCost(sweep, sizes, workers, store.url(), spec.commandLine().getOut())
        .run(page.file(), TypedCommand.of(spec));
  }
}
