package dev.bottleneck.cli;

import dev.bottleneck.report.RunFolder;
import dev.bottleneck.study.RunOptions;
import dev.bottleneck.study.reproduction.Reproduction;
import dev.bottleneck.study.yaml.ShippedConfigurations;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bottleneck reproduce}: the published figures, one after another. */
@Command(
    name = "reproduce",
    description = "Run the experiments and hold them against what their sources published.",
    mixinStandardHelpOptions = true)
public final class ReproduceCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "<experiment>",
      arity = "0..*",
      description = "Which (default: all that 'bottleneck list' shows).")
  private List<String> experiments = new ArrayList<>();

  /** The page of the repository. */
  static final Path PAGE = Path.of("results", "REPRODUCTION.md");

  @Option(
      names = "--page",
      paramLabel = "FILE",
      description =
          "Where the table is written (default: results/REPRODUCTION.md, and with --quick"
              + " results/runs/REPRODUCTION.md).")
  private Path page;

  @Option(
      names = "--resume",
      description =
          "Go on with the same reproduction, which was stopped: rows that are on the page stay, and"
              + " the run that was under way goes on.")
  private boolean resume;

  @Mixin private RunOptions options;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    List<String> names =
        experiments.isEmpty() ? List.copyOf(ShippedConfigurations.all().keySet()) : experiments;
    return new Reproduction(options, new PrintWriter(System.out, true))
        .run(names, page(), TypedCommand.of(spec).replace(" --resume", ""), resume);
  }

  /** A quick run's numbers mean nothing and must not take the place of real ones. */
  private Path page() {
    return page != null
        ? page
        : options.quick() ? RunFolder.DEFAULT_ROOT.resolve(PAGE.getFileName()) : PAGE;
  }
}
