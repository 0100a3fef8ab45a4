package dev.bottleneck.cli;

import dev.bottleneck.Bottleneck;
import dev.bottleneck.Run;
import dev.bottleneck.RunComparison;
import dev.bottleneck.Runs;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bottleneck compare}: runs beside each other. */
@Command(
    name = "compare",
    description =
        "Lay runs beside each other: what differs, what each measured and, on the same seeds and data,"
            + " what follows.",
    mixinStandardHelpOptions = true)
final class CompareCommand implements Runnable {
  @Parameters(
      arity = "2..*",
      paramLabel = "<run>",
      description =
          "Folders of runs, or the beginnings of their ids; the first is the baseline of the others.")
  private List<String> runs;

  @Option(
      names = "--by",
      paramLabel = "MEASURE",
      description =
          "What they are compared by, such as crossEntropy (default: what each experiment is).")
  private String measure;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where compare.html is written (default: a new folder in results/comparisons).")
  private Path out;

  @Option(
      names = "--runs",
      paramLabel = "DIR",
      defaultValue = "results/runs",
      description = "Where ids are looked for (default: results/runs).")
  private Path root;

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    Runs known = Bottleneck.runs(root);
    RunComparison comparison =
        Bottleneck.compare(runs.stream().map(known::find).toArray(Run[]::new));
    if (measure != null) {
      comparison = comparison.by(measure);
    }
    Path page = out == null ? comparison.write() : comparison.write(out);
    PrintWriter console = spec.commandLine().getOut();
    console.print(comparison);
    console.printf("%nReport: %s%n", page);
    console.flush();
  }
}
