package dev.bottleneck.faults;

import java.util.concurrent.Callable;
import picocli.CommandLine;

/** What a command can be told. */
final class Options {
  private Options() {}

  /** The option as words of a command line, where {@code command} has it as a switch. */
  static String[] ifTaken(Callable<Integer> command, String option) {
    CommandLine.Model.OptionSpec known =
        new CommandLine(command).getCommandSpec().findOption(option);
    return known != null && known.arity().max() == 0 ? new String[] {option} : new String[0];
  }
}
