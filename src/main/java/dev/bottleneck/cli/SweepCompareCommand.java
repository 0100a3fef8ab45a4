package dev.bottleneck.cli;

import dev.bottleneck.jobs.JobOptions;
import dev.bottleneck.sweep.SearchComparison;
import dev.bottleneck.sweep.SweepOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code bottleneck sweep compare}: random and genetic search, TPE and a Gaussian process on one
 * sweep.
 */
@Command(
    name = "compare",
    description =
        "Hold random and genetic search, TPE and a Gaussian process against each other on one"
            + " sweep's budget.",
    mixinStandardHelpOptions = true)
final class SweepCompareCommand implements Runnable {
  @Parameters(paramLabel = "<sweep | file.yaml>", description = "A sweep, by name or path.")
  private String sweep;

  @Option(
      names = "--sweeps",
      paramLabel = "N",
      defaultValue = "5",
      description = "Sweeps of each search, of different seeds (default: 5).")
  private int sweeps;

  @Mixin private BenchmarksPageOption page;

  @Option(
      names = "--workers",
      paramLabel = "N",
      description =
          "Trials trained side by side, each on one thread, spread evenly over the GPUs with CUDA"
              + " (default: cores; with CUDA, GPUs).")
  private Integer workers;

  @Option(
      names = "--trials",
      paramLabel = "N",
      description = "How many settings a sweep tries (default: the file's budget).")
  private Integer trials;

  @Mixin private DataDirOption dataDir;

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    SweepOptions options =
        SweepOptions.defaults().withJobs(JobOptions.defaults().withData(dataDir.options()));
    if (workers != null) {
      options = options.withWorkers(workers);
    }
    if (trials != null) {
      options = options.withTrials(trials);
    }
    new SearchComparison(sweep, options, sweeps, spec.commandLine().getOut())
        .run(page.file(), TypedCommand.of(spec));
  }
}
