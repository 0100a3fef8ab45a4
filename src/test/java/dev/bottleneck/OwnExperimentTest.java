package dev.bottleneck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bottleneck.testing.Cells;
import dev.bottleneck.testing.Examples;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * CONTRIBUTING.md's worked example as cells of a notebook, which are snippets of JShell's: no file
 * is written for it. Its constructor takes an argument, so that nobody could make another by the
 * class's name.
 */
class OwnExperimentTest {
  @TempDir Path folder;

  @Test
  void runsFromACell() throws IOException {
    String own =
        Examples.of("CONTRIBUTING.md", "java", "class LinearExperiment")
            .replace("package dev.bottleneck.experiment;", "")
            .replaceFirst(
                "(public final class LinearExperiment [^{]*\\{)",
                "$1\n  public LinearExperiment(int any) {}\n");
    try (Cells cells = new Cells()) {
      cells.evaluate(own);
      cells.evaluate(
          """
          import dev.bottleneck.*;
          import java.nio.file.Path;
          Run run =
              Bottleneck.experiment(
                      new LinearExperiment(1),
                      new LinearExperiment.Hyperparameters(784, 3, 100, 1, 0.001))
                  .quick()
                  .seeds(1)
                  .out(Path.of("%s"))
                  .train();
          """
              .formatted(folder));
      assertThat(cells.evaluate("run.name()")).isEqualTo("\"linear\"");
      assertThat(cells.evaluate("run.model().codeUnits()")).isEqualTo("3");
    }
  }
}
