package dev.bottleneck.bench;

import dev.bottleneck.runtime.Interrupted;
import dev.bottleneck.runtime.UserError;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** PyTorch in a Python of this machine, as a peer. */
public final class PyTorch {
  /** What it is called in tables. */
  static final String NAME = "PyTorch";

  /** The second is Debian's, which may stand behind another in the path. */
  private static final List<String> PYTHONS = List.of("python3", "/usr/bin/python3");

  private final String python;

  private PyTorch(String python) {
    this.python = python;
  }

  /**
   * Finds a Python that has PyTorch.
   *
   * @param given the only one to try; else {@code python3} of the path and of the system
   * @throws UserError that says what to install
   */
  public static PyTorch find(Optional<String> given) {
    List<String> candidates = given.map(List::of).orElse(PYTHONS);
    return candidates.stream()
        .filter(PyTorch::hasTorch)
        .findFirst()
        .map(PyTorch::new)
        .orElseThrow(
            () ->
                new UserError(
                    "--peers needs PyTorch, which %s lacks: install Debian's python3-torch and"
                            .formatted(String.join(" and ", candidates))
                        + " libopenblas0-pthread, or name a Python that has it with --python"));
  }

  private static boolean hasTorch(String python) {
    try {
      return new ProcessBuilder(python, "-c", "import numpy, torch")
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

  /** Gives its processes {@code images} to train on. */
  PyTorchSession open(BenchmarkImages images) {
    return new PyTorchSession(python, images);
  }
}
