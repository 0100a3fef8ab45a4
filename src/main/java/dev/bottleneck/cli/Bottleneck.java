package dev.bottleneck.cli;

import dev.bottleneck.device.Backend;
import dev.bottleneck.study.Failures;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command {@code bottleneck}. */
@Command(
    name = "bottleneck",
    description = "A research workbench for autoencoders on Deeplearning4j.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:done", "1:the run failed", "2:the input is wrong", "130:interrupted"})
public final class Bottleneck implements Runnable {
  /** In the order in which help names them. */
  private static final List<Class<?>> COMMANDS =
      List.of(
          RunCommand.class,
          ReplicateCommand.class,
          ReproduceCommand.class,
          BenchCommand.class,
          CalibrateCommand.class,
          SweepCommand.class,
          ListCommand.class,
          PlanCommand.class,
          EncodeCommand.class,
          ReconstructCommand.class,
          GenerateCommand.class,
          InterpolateCommand.class,
          ScoreAnomaliesCommand.class,
          DoctorCommand.class);

  @Spec private CommandSpec spec;

  @Option(
      names = "--backend",
      paramLabel = "cpu|cuda|auto",
      scope = ScopeType.INHERIT,
      defaultValue = "${env:BOTTLENECK_BACKEND:-auto}",
      description =
          "What ND4J computes on: cpu (the default), cuda, or auto, which takes a GPU that is served"
              + " (also: BOTTLENECK_BACKEND).")
  private String backend;

  public static void main(String[] args) {
    System.exit(Failures.execute(commandLine(needed(args)), args));
  }

  static CommandLine commandLine() {
    return commandLine(COMMANDS);
  }

  private static CommandLine commandLine(List<Class<?>> commands) {
    CommandLine line = new CommandLine(new Bottleneck());
    commands.forEach(line::addSubcommand);
    return line.setExecutionStrategy(Bottleneck::execute)
        .setExecutionExceptionHandler((e, command, parsed) -> Failures.report(e, command.getErr()));
  }

  /**
   * The one command that {@code args} begin with, and else all: picocli's models of all take longer
   * than many a command itself.
   */
  private static List<Class<?>> needed(String... args) {
    if (args.length == 1 && (args[0].equals("--version") || args[0].equals("-V"))) {
      return List.of();
    }
    for (Class<?> command : COMMANDS) {
      if (args.length > 0 && command.getAnnotation(Command.class).name().equals(args[0])) {
        return List.of(command);
      }
    }
    return COMMANDS;
  }

  /** What asks for more than help computes, and learns beforehand whether it can. */
  private static int execute(ParseResult parsed) {
    ParseResult last = parsed;
    while (last.hasSubcommand()) {
      last = last.subcommand();
    }
    Object command = last.commandSpec().userObject();
    boolean helps = last.isUsageHelpRequested() || last.isVersionHelpRequested();
    if (!helps && !(command instanceof Bottleneck) && !(command instanceof DoctorCommand)) {
      Bottleneck root = (Bottleneck) parsed.commandSpec().userObject();
      try {
        Backend.require(Backend.asked(root.backend));
      } catch (RuntimeException e) {
        throw new ExecutionException(last.commandSpec().commandLine(), e.getMessage(), e);
      }
    }
    return new RunLast().execute(parsed);
  }

  /** As --backend and the environment have it. */
  String backend() {
    return backend;
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
