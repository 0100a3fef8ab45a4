package dev.bottleneck.cli;

import dev.bottleneck.bench.BenchmarkData;
import dev.bottleneck.bench.DataGrowth;
import dev.bottleneck.data.DataOptions;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bottleneck bench growth}: what many examples cost. */
@Command(
    name = "growth",
    description =
        "Time an epoch and look at the memory it takes, of few examples and of many in a mapped"
            + " file.",
    mixinStandardHelpOptions = true)
final class BenchGrowthCommand implements Runnable {
  @Option(
      names = "--sizes",
      paramLabel = "N",
      split = ",",
      defaultValue = "60000,600000,6000000",
      description =
          "Examples (default: 60000,600000,6000000, for which 4.7 GB of temporary files are"
              + " written).")
  private List<Integer> sizes;

  @Mixin private BenchmarksPageOption page;

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    BenchmarkData mnist = BenchmarkData.open(Optional.of("mnist"), DataOptions.defaults(), out);
    new DataGrowth(sizes, mnist, out).run(page.file(), TypedCommand.of(spec));
  }
}
