package dev.bottleneck.cli;

import dev.bottleneck.sweep.SweepOverview;
import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bottleneck sweep status}: how far a sweep is, whoever works on it. */
@Command(
    name = "status",
    description = "Show how far a sweep is, its best setting and who works on it.",
    mixinStandardHelpOptions = true)
final class SweepStatusCommand implements Runnable {
  @Parameters(paramLabel = "<dir>", description = "The sweep's folder.")
  private Path folder;

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    out.print(SweepOverview.of(folder));
    out.flush();
  }
}
