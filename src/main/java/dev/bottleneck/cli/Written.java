package dev.bottleneck.cli;

import dev.bottleneck.autoencoder.RowClasses;
import dev.bottleneck.runtime.Printable;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.runtime.WholeFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** What a command says of a file it writes. */
final class Written {
  private Written() {}

  /** Refuses what cannot be a file, before anything is computed for it. */
  static void check(String option, Path file) {
    if (file.getFileName() == null || file.toString().isEmpty() || Files.isDirectory(file)) {
      throw new UserError(option + " " + file + ": that is a folder; name a file in it");
    }
    for (Path up = file.toAbsolutePath().getParent(); up != null; up = up.getParent()) {
      if (Files.exists(up)) {
        if (!Files.isDirectory(up)) {
          throw new UserError(option + " " + file + ": " + up + " is no folder");
        }
        if (!Files.isWritable(up)) {
          throw new UserError(option + " " + file + ": nothing may be written to " + up);
        }
        return;
      }
    }
  }

  /** What would be written over, where {@code file} is a link. */
  static Path target(String option, Path file) {
    try {
      return WholeFile.target(file);
    } catch (IOException e) {
      throw new UserError(option + " " + file + ": cannot be followed: " + e.getMessage(), e);
    }
  }

  static void line(CommandSpec spec, String what, Path file) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(what + ": " + file);
    out.flush();
  }

  /** What a {@code .npy} has no place for: which number is which class. */
  static void classes(CommandSpec spec, Path file, Optional<RowClasses> classes) {
    boolean silent = file.toString().toLowerCase(Locale.ROOT).endsWith(".npy");
    if (silent && classes.isPresent() && classes.get().named()) {
      PrintWriter out = spec.commandLine().getOut();
      out.println("  its rows' classes are not in it: " + Printable.line(classes.get().legend()));
      out.flush();
    }
  }
}
