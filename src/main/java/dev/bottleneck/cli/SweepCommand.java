package dev.bottleneck.cli;

import dev.bottleneck.Bottleneck;
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
    footerHeading = "%nA sweep's file:%n",
    footer = {
      "  name: my-sweep             # of its folder, results/sweeps/my-sweep",
      "  experiment: sparse-kl      # by its name, or a .yaml file",
      "  set: {epochs: 20}          # fixed overrides, as --set takes them",
      "  space:",
      "    sparsityWeight: {log-uniform: [0.001, 1]}   # or uniform",
      "    code: {integer: [16, 128]}",
      "    hidden: {choice: [100, 200]}",
      "    sparsityTarget: {uniform: [0.05, 0.3], when: {hidden: 100}}",
      "  search: {kind: tpe}        # or gp, random, grid, genetic",
      "  objective: {metric: crossEntropy, goal: min}   # on validation data",
      "  second: {parameter: code}  # or metric, goal: weighed against it",
      "  budget: {trials: 40, minutes: 0}               # 0: no end",
      "  pruning: {kind: none}      # or asha, median; by the validation loss",
      "  race: {settings: 1, seeds: 30}   # so many of the best run against each other",
      "  seedsPerTrial: 1           # a trial's value is their mean",
      "  finalSeeds: 5              # the winner on test data; 0: leave it untouched",
      "  sweepSeed: 1",
      "  failuresInARow: 5          # stop after so many"
    },
    subcommands = {
      SweepStatusCommand.class,
      SweepReplayCommand.class,
      SweepCompareCommand.class,
      SweepCostCommand.class
    })
final class SweepCommand implements Runnable {
  @Parameters(
      paramLabel = "<sweep | file.yaml>",
      arity = "0..1",
      description = "A file in experiments/sweeps, by name or path, or one of your own.")
  private String sweep;

  @Mixin private SweepFlags flags;
  @Mixin private PlacementFlags placement;
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    if (sweep == null) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "Missing the sweep, such as experiments/sweeps/quick.yaml");
    }
    placement.carryOut(flags.applyTo(Bottleneck.sweep(sweep)), spec.commandLine().getOut());
  }
}
