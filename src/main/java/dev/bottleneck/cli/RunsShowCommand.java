package dev.bottleneck.cli;

import dev.bottleneck.Run;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bottleneck runs show}: one of them on one screen. */
@Command(
    name = "show",
    description = "Show what a run was asked for, how far it is and what it measured.",
    mixinStandardHelpOptions = true)
final class RunsShowCommand implements Runnable {
  @Parameters(paramLabel = "<run>", description = "Its folder, or the beginning of its id.")
  private String run;

  @Mixin private RunsOptions options;
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    Run found = options.runs().find(run);
    PrintWriter out = spec.commandLine().getOut();
    out.print(options.json() ? RunsJson.of(found.overview()) : found.shown());
    out.flush();
  }
}
