package dev.bottleneck.cli;

import java.util.List;
import java.util.Optional;
import picocli.CommandLine.ParameterException;

/** The command line, asked what it would say without doing anything. */
public final class Commands {
  private Commands() {}

  /** Why it does not take {@code words}; empty if it does. */
  public static Optional<String> complaint(List<String> words) {
    try {
      Main.commandLine().parseArgs(words.toArray(String[]::new));
      return Optional.empty();
    } catch (ParameterException e) {
      return Optional.of(e.getMessage());
    }
  }
}
