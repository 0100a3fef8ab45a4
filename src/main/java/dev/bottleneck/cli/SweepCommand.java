package dev.bottleneck.cli;

import dev.bottleneck.sweep.SweepOptions;
import dev.bottleneck.sweep.SweepRun;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bottleneck sweep}: a search over an experiment's hyper-parameters. */
@Command(
    name = "sweep",
    description = "Search an experiment's hyper-parameters; can be stopped and resumed.",
    mixinStandardHelpOptions = true,
    subcommands = SweepStatusCommand.class)
final class SweepCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "<sweep | file.yaml>",
      arity = "0..1",
      description = "A file in experiments/sweeps, by name or path, or one of your own.")
  private String sweep;

  @Mixin private SweepOptions options;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    if (sweep == null) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "Missing the sweep, such as experiments/sweeps/quick.yaml");
    }
    return new SweepRun(sweep, options, spec.commandLine().getOut()).run();
  }
}
