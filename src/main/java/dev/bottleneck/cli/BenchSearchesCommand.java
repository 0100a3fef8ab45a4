package dev.bottleneck.cli;

import dev.bottleneck.bench.Python;
import dev.bottleneck.bench.TableComparison;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bottleneck bench searches}: which search finds good settings in few trials. */
@Command(
    name = "searches",
    description =
        "Hold the searches of sweeps, and Optuna's, against each other on tables of real results:"
            + " nothing is trained.",
    mixinStandardHelpOptions = true)
final class BenchSearchesCommand implements Runnable {
  @Option(
      names = "--tables",
      paramLabel = "DIR",
      defaultValue = "experiments/tables",
      description = "The sweeps that made the tables (default: experiments/tables).")
  private Path tables;

  @Option(
      names = "--results",
      paramLabel = "DIR",
      defaultValue = "results/tables",
      description = "Of each its trials.csv, by the sweep's name (default: results/tables).")
  private Path results;

  @Option(
      names = "--sweeps",
      paramLabel = "N",
      defaultValue = "50",
      description = "Sweeps of each search, of different seeds (default: 50).")
  private int sweeps;

  @Option(names = "--optuna", description = "Optuna's default search as well.")
  private boolean optuna;

  @Option(
      names = "--python",
      paramLabel = "PATH",
      description = "A Python that has Optuna (default: python3, /usr/bin/python3).")
  private String python;

  @Option(
      names = "--page",
      paramLabel = "FILE",
      defaultValue = "results/SEARCHES.md",
      description = "Where the tables are written (default: results/SEARCHES.md).")
  private Path page;

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    Optional<String> its =
        optuna ? Optional.of(Python.withOptuna(Optional.ofNullable(python))) : Optional.empty();
    new TableComparison(tables, results, sweeps, its, spec.commandLine().getOut())
        .run(page, TypedCommand.of(spec));
  }
}
