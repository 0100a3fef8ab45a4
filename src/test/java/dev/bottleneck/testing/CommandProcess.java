package dev.bottleneck.testing;

import dev.bottleneck.cli.Main;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A command in a process of its own, as a user starts it, which a test may kill. */
public final class CommandProcess {
  private CommandProcess() {}

  /**
   * Starts {@code bottleneck} with {@code arguments}.
   *
   * @param printed takes what it prints, after what is there
   */
  public static Process start(Path printed, List<String> arguments) throws IOException {
    return of(Main.class, printed, arguments).start();
  }

  /** What runs {@code main} with {@code arguments}, to be started. */
  public static ProcessBuilder of(Class<?> main, Path printed, List<String> arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Djava.awt.headless=true",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
    command.addAll(arguments);
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(printed.toFile()));
  }
}
