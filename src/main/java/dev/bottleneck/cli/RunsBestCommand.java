package dev.bottleneck.cli;

import dev.bottleneck.Run;
import dev.bottleneck.Runs;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bottleneck runs best}: which is the best by a measure? */
@Command(
    name = "best",
    description = "Rank runs by the mean of a measure over their seeds, the best first.",
    mixinStandardHelpOptions = true)
final class RunsBestCommand implements Runnable {
  /** The parts that runs are measured on. */
  private enum Part {
    validation,
    test
  }

  private enum Goal {
    min,
    max
  }

  @Option(
      names = "--by",
      paramLabel = "MEASURE",
      required = true,
      description = "Such as squaredError, as metrics.csv has it.")
  private String measure;

  @Option(names = "--experiment", paramLabel = "NAME", description = "Those of one experiment.")
  private String experiment;

  @Option(
      names = "--part",
      paramLabel = "validation|test",
      defaultValue = "validation",
      description =
          "Those that were measured on this part of the data (default: validation); to rank by test"
              + " data is to choose by them.")
  private Part part;

  @Option(
      names = "--goal",
      paramLabel = "min|max",
      description = "Which values are better, of a measure of which that is not known.")
  private Goal goal;

  @Mixin private RunsOptions options;
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    Runs runs = experiment == null ? options.runs() : options.runs().of(experiment);
    Run.Part on = part == Part.test ? Run.Part.TEST : Run.Part.VALIDATION;
    Runs.Ranking ranking =
        goal == null
            ? runs.best(measure, on)
            : runs.best(measure, on, goal == Goal.min ? Runs.Goal.MIN : Runs.Goal.MAX);
    PrintWriter out = spec.commandLine().getOut();
    out.print(options.json() ? RunsJson.of(ranking) : ranking);
    out.flush();
  }
}
