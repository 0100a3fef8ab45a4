package dev.bottleneck.cli;

import picocli.CommandLine.Model.CommandSpec;

/** What the user typed, for a page that says how it was made. */
final class TypedCommand {
  private TypedCommand() {}

  static String of(CommandSpec spec) {
    return "./bottleneck "
        + String.join(" ", spec.root().commandLine().getParseResult().originalArgs());
  }
}
