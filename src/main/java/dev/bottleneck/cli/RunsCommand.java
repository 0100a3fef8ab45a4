package dev.bottleneck.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code bottleneck runs}: the runs that were made. */
@Command(
    name = "runs",
    description = "List the runs that were made, show one, or rank them by a measure.",
    mixinStandardHelpOptions = true,
    subcommands = {RunsListCommand.class, RunsShowCommand.class, RunsBestCommand.class})
final class RunsCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "Missing what to do with them: list, show or best");
  }
}
