package dev.bottleneck.cli;

import dev.bottleneck.runtime.UserError;
import picocli.CommandLine.Command;

/** {@code bottleneck notebook}: told of here for the help; the launcher carries it out. */
@Command(
    name = "notebook",
    description =
        "Start Jupyter with a kernel that runs Java, in the folder notebooks. What follows is Jupyter's.",
    mixinStandardHelpOptions = true)
final class NotebookCommand implements Runnable {
  @Override
  public void run() {
    throw new UserError("notebook is the launcher's: start ./bottleneck notebook");
  }
}
