package dev.bottleneck.cli;

import dev.bottleneck.bench.BenchmarkData;
import dev.bottleneck.bench.SideBySide;
import java.io.PrintWriter;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bottleneck bench side-by-side}: what a second core is good for. */
@Command(
    name = "side-by-side",
    description = "Time the training of one network alone, and of two at the same time.",
    mixinStandardHelpOptions = true)
final class BenchSideBySideCommand implements Runnable {
  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "3",
      description = "Rounds, of which the median is taken (default: 3).")
  private int rounds;

  @Option(
      names = "--data",
      paramLabel = "DATA",
      description = "28x28 gray images (default: fashion-mnist where it can be had, else mnist).")
  private String data;

  @Mixin private DataDirOption dataDir;

  @Mixin private BenchmarksPageOption page;

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    BenchmarkData images = BenchmarkData.open(Optional.ofNullable(data), dataDir.options(), out);
    new SideBySide(images, rounds, out).run(page.file(), TypedCommand.of(spec));
  }
}
