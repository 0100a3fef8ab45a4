package dev.bottleneck.cli;

import dev.bottleneck.BottleneckException;
import dev.bottleneck.device.Backend;
import dev.bottleneck.runtime.Printable;
import dev.bottleneck.study.experiment.Experiment;
import dev.bottleneck.study.experiment.ExperimentClass;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command {@code bottleneck}. */
@Command(
    name = "bottleneck",
    description = "A research workbench for autoencoders on Deeplearning4j.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:the run failed",
      "2:the input is wrong",
      "75:the database of the trials is away: try again",
      "130:interrupted"
    })
public final class Main implements Runnable {
  /** In the order in which help names them. */
  private static final List<Class<?>> COMMANDS =
      List.of(
          RunCommand.class,
          ReplicateCommand.class,
          ReproduceCommand.class,
          CompareCommand.class,
          RunsCommand.class,
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
          ExportCommand.class,
          ShellCommand.class,
          NotebookCommand.class,
          DoctorCommand.class);

  @Spec private CommandSpec spec;

  @Option(
      names = "--backend",
      paramLabel = "cpu|cuda|nd4j-cuda|auto",
      scope = ScopeType.INHERIT,
      defaultValue = "${env:BOTTLENECK_BACKEND:-auto}",
      description =
          "What computes: cpu (the default); cuda, on whose GPUs kernels of ours"
              + " train (--engine cuda for what begins); nd4j-cuda, ND4J's backend for GPUs; or"
              + " auto, the first that serves this machine (also: BOTTLENECK_BACKEND).")
  private String backend;

  public static void main(String[] args) {
    System.exit(execute(commandLine(needed(args)), args));
  }

  /**
   * The body of an experiment's {@code main}: {@code bottleneck run} with the configuration of its
   * name. Ends the process with an exit code if the run did not succeed.
   *
   * @param args further words of that command
   */
  public static void run(Class<? extends Experiment<?>> experiment, String... args) {
    run(ExperimentClass.configurationName(experiment), args);
  }

  /** The same for a class that has several configurations, of which {@code name} is run. */
  public static void run(String name, String... args) {
    System.setProperty("java.awt.headless", "true");
    String[] words = Stream.concat(Stream.of("run", name), Stream.of(args)).toArray(String[]::new);
    int code = execute(commandLine(needed(words)), words);
    if (code != 0) {
      System.exit(code);
    }
  }

  /** Runs a command to its exit code, whatever ends it. */
  static int execute(CommandLine command, String... arguments) {
    // One notation on screen, in reports and in files, whatever the machine speaks.
    Locale.setDefault(Locale.ROOT);
    // DL4J would leave a dump of its own in the working directory when memory runs out.
    System.setProperty("org.deeplearning4j.crash.reporting.enabled", "false");
    int code;
    try {
      code = command.execute(arguments);
    } catch (Error e) {
      // Picocli's handler takes exceptions alone, and memory runs out by an error.
      code = report(e, command.getErr());
    }
    command.getOut().flush();
    return code == 0 && System.out.checkError() ? unheard(command.getErr()) : code;
  }

  /** In one line, which a page of help would push out of sight. */
  private static int refuse(ParameterException e) {
    CommandSpec command = e.getCommandLine().getCommandSpec();
    String advice = "'%s --help' lists the options".formatted(command.qualifiedName());
    if (e instanceof UnmatchedArgumentException unmatched) {
      List<String> near = unmatched.getSuggestions();
      if (!near.isEmpty()) {
        advice = "did you mean %s?".formatted(String.join(" or ", near));
      } else if (unmatched.isUnknownOption() && command.findOption("--set") != null) {
        advice += "; what an experiment is told is --set key=value";
      }
    }
    String message = Printable.message(String.valueOf(e.getMessage()));
    return print(
        e.getCommandLine().getErr(), message + "; " + advice, BottleneckException.INPUT_WRONG);
  }

  /** Prints what ended a command, and returns the exit code. */
  static int report(Throwable e, PrintWriter err) {
    BottleneckException told = BottleneckException.of(e);
    return print(err, told.getMessage(), told.exitCode());
  }

  /**
   * What could not be printed: a reader who has left, as {@code head} does, has what he wanted; a
   * full disk has not.
   */
  private static int unheard(PrintWriter err) {
    try (FileOutputStream out = new FileOutputStream(FileDescriptor.out)) {
      out.write('\n');
      return 0;
    } catch (IOException e) {
      return String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains("broken pipe")
          ? 0
          : print(
              err,
              "not all could be printed: " + Printable.message(String.valueOf(e.getMessage())),
              BottleneckException.RUN_FAILED);
    }
  }

  private static int print(PrintWriter err, String message, int code) {
    err.println("bottleneck: " + message);
    err.flush();
    return code;
  }

  static CommandLine commandLine() {
    return commandLine(COMMANDS);
  }

  private static CommandLine commandLine(List<Class<?>> commands) {
    CommandLine line = new CommandLine(new Main());
    commands.forEach(line::addSubcommand);
    return line.setExecutionStrategy(Main::execute)
        .setParameterExceptionHandler((e, words) -> refuse(e))
        .setExecutionExceptionHandler((e, command, parsed) -> report(e, command.getErr()));
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
    if (!helps && !(command instanceof Main) && !(command instanceof DoctorCommand)) {
      Main root = (Main) parsed.commandSpec().userObject();
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
