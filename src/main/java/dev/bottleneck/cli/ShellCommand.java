package dev.bottleneck.cli;

import dev.bottleneck.runtime.UserError;
import picocli.CommandLine.Command;

/** {@code bottleneck shell}: told of here for the help; the launcher carries it out. */
@Command(
    name = "shell",
    description =
        "JShell with the library on its class path, to try things out. What follows is JShell's.",
    mixinStandardHelpOptions = true)
final class ShellCommand implements Runnable {
  @Override
  public void run() {
    throw new UserError("shell is the launcher's: start ./bottleneck shell");
  }
}
