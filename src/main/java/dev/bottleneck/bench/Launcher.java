package dev.bottleneck.bench;

import dev.bottleneck.runtime.Build;
import dev.bottleneck.runtime.UserError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The command {@code ./bottleneck} of this installation, to be timed as its users have it. */
record Launcher(Path file) {
  /**
   * That beside these classes.
   *
   * @param asker the option or command that needs it
   * @throws UserError if there is none
   */
  static Launcher find(String asker) {
    return Build.home()
        .map(home -> home.resolve("bottleneck"))
        .filter(Files::isExecutable)
        .map(Launcher::new)
        .orElseThrow(
            () ->
                new UserError(
                    asker
                        + " times the command ./bottleneck, which is not beside these classes: run"
                        + " it from a working copy or an image"));
  }

  /**
   * Runs it to its end.
   *
   * @param environment variables that are set for it
   * @throws IllegalStateException with what it printed, if it fails
   */
  TimedProcess run(List<String> words, Map<String, String> environment) {
    List<String> command = new ArrayList<>(List.of(file.toString()));
    command.addAll(words);
    TimedProcess process = TimedProcess.run(command, own -> own.putAll(environment));
    if (process.exitCode() != 0) {
      throw new IllegalStateException(
          "%s ended with code %d: %s"
              .formatted(String.join(" ", command), process.exitCode(), process.output()));
    }
    return process;
  }
}
