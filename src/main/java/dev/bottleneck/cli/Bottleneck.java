package dev.bottleneck.cli;

import dev.bottleneck.study.Failures;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command {@code bottleneck}. */
@Command(
    name = "bottleneck",
    description = "A research workbench for autoencoders on Deeplearning4j.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    subcommands = {
      RunCommand.class,
      ReproduceCommand.class,
      BenchCommand.class,
      SweepCommand.class,
      ListCommand.class,
      EncodeCommand.class,
      ReconstructCommand.class,
      GenerateCommand.class,
      InterpolateCommand.class,
      ScoreAnomaliesCommand.class
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:done", "1:the run failed", "2:the input is wrong"})
public final class Bottleneck implements Runnable {
  @Spec private CommandSpec spec;

  public static void main(String[] args) {
    System.exit(Failures.execute(commandLine(), args));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Bottleneck())
        .setExecutionExceptionHandler((e, command, parsed) -> Failures.report(e, command.getErr()));
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
