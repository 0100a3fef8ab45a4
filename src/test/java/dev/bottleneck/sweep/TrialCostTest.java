package dev.bottleneck.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bottleneck.runtime.UserError;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrialCostTest {
  @TempDir Path folder;

  @Test
  void timesEachSearchAtEachSize() throws IOException {
    Path page = folder.resolve("BENCHMARKS.md");
    String file = ToySweep.write(folder).toString();
    new TrialCost(file, List.of(200, 100), 2, Optional.empty(), new PrintWriter(new StringWriter()))
        .run(page, "./bottleneck sweep cost toy.yaml");
    List<String> rows =
        Files.readString(page).lines().filter(line -> line.startsWith("| ")).skip(1).toList();
    assertThat(rows)
        .extracting(row -> row.replaceAll("( \\| [^|]*){2} \\|$", ""))
        .containsExactly(
            "| random | 100",
            "| genetic | 100",
            "| tpe | 100",
            "| random | 200",
            "| genetic | 200",
            "| tpe | 200",
            "| from",
            "| 0",
            "| 223");
    assertThat(page).content().contains("## Cost of a trial", "`./bottleneck sweep cost toy.yaml`");
  }

  @Test
  void refusesNoTrials() throws IOException {
    String file = ToySweep.write(folder).toString();
    assertThatThrownBy(
            () ->
                new TrialCost(
                    file, List.of(0), 2, Optional.empty(), new PrintWriter(new StringWriter())))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("--sizes");
  }
}
