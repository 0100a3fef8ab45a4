package dev.bottleneck.cli;

import dev.bottleneck.Runs;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bottleneck runs list}: all of them, the newest first. */
@Command(
    name = "list",
    description =
        "List runs, the newest first: what each measured, a mean over its seeds, and what it was asked"
            + " for that its experiment's file does not say.",
    mixinStandardHelpOptions = true)
final class RunsListCommand implements Runnable {
  @Option(names = "--experiment", paramLabel = "NAME", description = "Those of one experiment.")
  private String experiment;

  @Mixin private RunsOptions options;
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    Runs runs = experiment == null ? options.runs() : options.runs().of(experiment);
    PrintWriter out = spec.commandLine().getOut();
    out.print(options.json() ? RunsJson.of(runs) : runs);
    out.flush();
  }
}
