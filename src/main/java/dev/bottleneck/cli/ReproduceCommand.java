package dev.bottleneck.cli;

import dev.bottleneck.Bottleneck;
import dev.bottleneck.ReproductionBuilder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
public final class ReproduceCommand implements Runnable {
  @Parameters(
      paramLabel = "<experiment>",
      arity = "0..*",
      description = "Which (default: all that 'bottleneck list' shows).")
  private List<String> experiments = new ArrayList<>();

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

  @Mixin private RunFlags flags;
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    ReproductionBuilder reproduction = flags.applyTo(Bottleneck.reproduction(experiments));
    if (page != null) {
      reproduction.page(page);
    }
    if (resume) {
      reproduction.resume();
    }
    reproduction.command(TypedCommand.of(spec).replace(" --resume", "")).run();
  }
}
