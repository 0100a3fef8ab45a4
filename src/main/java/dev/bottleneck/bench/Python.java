package dev.bottleneck.bench;

import dev.bottleneck.runtime.Interrupted;
import dev.bottleneck.runtime.UserError;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** A Python of this machine. */
public final class Python {
  /** The second is Debian's, which may stand behind another in the path. */
  private static final List<String> PYTHONS = List.of("python3", "/usr/bin/python3");

  private Python() {}

  /**
   * Finds one that has some modules.
   *
   * @param given the only one to try; else {@code python3} of the path and of the system
   * @param modules what it must have
   * @param lack what to say of those that were tried
   * @throws UserError that says so
   */
  static String find(Optional<String> given, List<String> modules, Lack lack) {
    List<String> candidates = given.map(List::of).orElse(PYTHONS);
    return candidates.stream()
        .filter(python -> has(python, modules))
        .findFirst()
        .orElseThrow(() -> new UserError(lack.of(String.join(" and ", candidates))));
  }

  /**
   * Finds one that has Optuna.
   *
   * @throws UserError that says what to install
   */
  public static String withOptuna(Optional<String> given) {
    return find(
        given,
        List.of("optuna"),
        tried ->
            "--optuna needs optuna, which %s lacks: install Debian's python3-optuna, or name a Python that has it with --python"
                .formatted(tried));
  }

  /** A sentence on what was tried in vain. */
  @FunctionalInterface
  interface Lack {
    String of(String tried);
  }

  private static boolean has(String python, List<String> modules) {
    try {
      return new ProcessBuilder(python, "-c", "import " + String.join(", ", modules))
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      // No such program.
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Interrupted();
    }
  }
}
