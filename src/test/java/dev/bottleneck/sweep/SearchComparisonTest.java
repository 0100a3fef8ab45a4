package dev.bottleneck.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bottleneck.Asked;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.study.RunFailed;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SearchComparisonTest {
  @TempDir Path folder;

  private SearchComparison comparison(int sweeps, StringWriter out) throws IOException {
    Path file = ToySweep.write(folder, "search: {kind: tpe, startup: 2}");
    return new SearchComparison(
        file.toString(), Asked.sweep("--workers=1", "--trials=4"), sweeps, new PrintWriter(out));
  }

  @Test
  void writesTheMedianOfEachSearch() throws IOException {
    Path page = folder.resolve("BENCHMARKS.md");
    StringWriter out = new StringWriter();
    comparison(3, out).run(page, "./bottleneck sweep compare toy.yaml");
    List<String> seen = out.toString().lines().filter(line -> line.contains("sweep seed")).toList();
    assertThat(seen).hasSize(12);
    List<String> rows =
        Files.readString(page).lines().filter(line -> line.startsWith("| ")).skip(1).toList();
    assertThat(rows).hasSize(4);
    for (int i = 0; i < 4; i++) {
      List<String> best =
          seen.subList(3 * i, 3 * i + 3).stream()
              .map(line -> line.substring(line.indexOf(": ") + 2))
              .sorted()
              .toList();
      assertThat(rows.get(i))
          .isEqualTo(
              "| %s | %s | %s | %s |"
                  .formatted(
                      List.of("random", "genetic", "tpe", "gp").get(i),
                      best.get(1),
                      best.get(0),
                      best.get(2)));
    }
    assertThat(Files.readString(page))
        .contains("## Searches", "in 4 trials", "`./bottleneck sweep compare toy.yaml`");
  }

  /** Of the values that it had found until then. */
  @Test
  void aSweepThatWasStoppedByFailuresCounts() throws IOException {
    String[] often = {"failuresInARow: 2", "sweepSeed: 1", "search: {kind: random}"};
    Path file = ToySweep.write(folder, often);
    Files.writeString(
        file,
        Files.readString(file)
            .replace("{log-uniform: [0.0001, 0.1]}", "{log-uniform: [1.0e-30, 1.0e37]}"));
    assertThatThrownBy(
            () -> ToySweep.run(file, folder.resolve("out"), "--trials=15", "--workers=1"))
        .isInstanceOf(RunFailed.class);
    StringWriter out = new StringWriter();
    new SearchComparison(
            file.toString(), Asked.sweep("--workers=1", "--trials=15"), 1, new PrintWriter(out))
        .run(folder.resolve("BENCHMARKS.md"), "compare");
    assertThat(out.toString()).contains("random, sweep seed 1: ", "tpe, sweep seed 1: ");
  }

  @Test
  void refusesNoSweeps() {
    assertThatThrownBy(() -> comparison(0, new StringWriter()))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("--sweeps");
  }
}
