package dev.bottleneck.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;

/** What a command says of a file it wrote. */
final class Written {
  private Written() {}

  static void line(CommandSpec spec, String what, Path file) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(what + ": " + file);
    out.flush();
  }
}
