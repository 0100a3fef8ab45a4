package dev.bottleneck.cli;

import dev.bottleneck.calibration.CalibrationPage;
import dev.bottleneck.runtime.Require;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bottleneck calibrate}: do intervals and verdicts hold what they promise? */
@Command(
    name = "calibrate",
    description =
        "Draw samples from the outcomes of many seeds, judge each as 'run' would, and write a page on"
            + " how often intervals hold the truth and verdicts are false.",
    mixinStandardHelpOptions = true)
final class CalibrateCommand implements Runnable {
  @Parameters(
      arity = "1..*",
      paramLabel = "<run | metrics.csv>",
      description =
          "The folder of a run that compares arms on many seeds, or a metrics.csv of classifiers.")
  private List<Path> files;

  @Option(
      names = "--sizes",
      paramLabel = "N",
      split = ",",
      defaultValue = "5,10,20,50,100",
      description = "Seeds of a sample (default: 5,10,20,50,100).")
  private List<Integer> sizes;

  @Option(
      names = "--repetitions",
      paramLabel = "N",
      defaultValue = "2000",
      description = "Samples of each size (default: 2000).")
  private int repetitions;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      defaultValue = "results/STATISTICS.md",
      description = "The page (default: results/STATISTICS.md).")
  private Path out;

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    sizes.forEach(n -> Require.atLeast("--sizes", n, 2));
    Require.atLeast("--repetitions", repetitions, 1);
    CalibrationPage.write(out, files, sizes, repetitions, TypedCommand.of(spec));
    PrintWriter console = spec.commandLine().getOut();
    console.println("Page: " + out);
    console.flush();
  }
}
