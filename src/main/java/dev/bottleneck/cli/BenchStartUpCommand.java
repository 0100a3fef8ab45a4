package dev.bottleneck.cli;

import dev.bottleneck.bench.StartUp;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bottleneck bench start-up}: how soon a command is at work. */
@Command(
    name = "start-up",
    description = "Time whole commands, with the launcher's archive of classes and without it.",
    mixinStandardHelpOptions = true)
final class BenchStartUpCommand implements Runnable {
  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "9",
      description = "Rounds, of which the median is taken (default: 9).")
  private int rounds;

  @Mixin private BenchmarksPageOption page;

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    new StartUp(rounds, spec.commandLine().getOut()).run(page.file(), TypedCommand.of(spec));
  }
}
