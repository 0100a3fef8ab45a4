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
    new TrialCost(file, List.of(150, 20), 2, Optional.empty(), new PrintWriter(new StringWriter()))
        .run(page, "./bottleneck sweep cost toy.yaml");
    List<String> rows =
        Files.readString(page).lines().filter(line -> line.startsWith("| ")).skip(1).toList();
    // How many trials were promoted rather than planned hangs on who was faster.
    assertThat(rows.get(rows.size() - 1)).matches("[|] asha [|] [2-6][0-9] .*");
    assertThat(rows.subList(0, rows.size() - 1))
        .extracting(row -> row.replaceAll("( \\| [^|]*){2} \\|$", ""))
        .containsExactly(
            "| random | none | 20",
            "| genetic | none | 20",
            "| tpe | none | 20",
            "| random | none | 150",
            "| genetic | none | 150",
            "| tpe | none | 150",
            "| random | asha | 20",
            "| random | asha | 150",
            "| pruning | from",
            "| none | 0",
            "| none | 143",
            "| asha | 0");
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
