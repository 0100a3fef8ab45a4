package dev.bottleneck.sweep;

import dev.bottleneck.testing.CommandProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A sweep in a process of its own, as a user starts it. */
final class SweepProcess {
  private SweepProcess() {}

  static Process start(Path file, Path out, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("sweep", file.toString(), "--out=" + out));
    command.addAll(List.of(arguments));
    return CommandProcess.start(printed(out), command);
  }

  private static Path printed(Path out) {
    return out.resolveSibling(out.getFileName() + ".txt");
  }

  /** What the processes of a sweep in {@code out} have printed. */
  static String output(Path out) throws IOException {
    return Files.readString(printed(out));
  }
}
