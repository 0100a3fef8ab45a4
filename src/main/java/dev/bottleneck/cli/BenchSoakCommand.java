package dev.bottleneck.cli;

import dev.bottleneck.bench.Soak;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bottleneck bench soak}: whether a process that works for long grows. */
@Command(
    name = "soak",
    description = "Carry out runs and sweeps in one process, and look at what it holds.",
    mixinStandardHelpOptions = true)
final class BenchSoakCommand implements Runnable {
  @Option(
      names = "--minutes",
      paramLabel = "N",
      defaultValue = "120",
      description = "For how long (default: 120).")
  private double minutes;

  @Mixin private BenchmarksPageOption page;

  @Spec private CommandSpec spec;

  /** What the commands themselves print is of no interest, but why one failed. */
  @Override
  public void run() {
    PrintStream terminal = System.out;
    PrintWriter out = new PrintWriter(terminal, true, StandardCharsets.UTF_8);
    System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
    try {
      new Soak(minutes, BenchSoakCommand::execute, out).run(page.file(), TypedCommand.of(spec));
    } finally {
      System.setOut(terminal);
    }
  }

  private static int execute(String... words) {
    CommandLine line = Main.commandLine();
    return line.setOut(
            new PrintWriter(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
        .execute(words);
  }
}
