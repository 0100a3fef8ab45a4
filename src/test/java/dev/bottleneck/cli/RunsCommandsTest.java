package dev.bottleneck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.bottleneck.testing.SavedRun;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** {@code runs} and {@code compare} as typed. */
class RunsCommandsTest {
  @TempDir Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private Path root;

  @BeforeEach
  void makeRuns() throws IOException {
    root = folder.resolve("runs");
    for (int code = 3; code <= 4; code++) {
      SavedRun.of("stacked")
          .set("seeds=2", "code=" + code)
          .id("2026010%d-000000-%daaaaa".formatted(code, code))
          .values("loss", 1.0 / code, 2.0 / code)
          .values("crossEntropy", 1.0 / code, 2.0 / code)
          .write(root);
    }
    Files.createDirectories(folder.resolve("foreign"));
    Files.createDirectories(folder.resolve("sweep"));
    Files.writeString(folder.resolve("sweep/trials.sqlite"), "");
  }

  private int execute(String line) {
    String[] words = line.replace("FOLDER", folder.toString()).split(" ");
    CommandLine command =
        Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    return command.execute(words);
  }

  @Test
  void lists() {
    assertThat(execute("runs list --runs FOLDER/runs --experiment stacked")).isZero();
    assertThat(out.toString()).containsSubsequence("4aaaaa  stacked", "3aaaaa  stacked");
  }

  @Test
  void listsForPrograms() throws IOException {
    assertThat(execute("runs list --json --runs FOLDER/runs")).isZero();
    JsonNode runs = new JsonMapper().readTree(out.toString()).path("runs");
    assertThat(runs).hasSize(2);
    assertThat(runs.at("/0/changed/code").asText()).isEqualTo("4");
    assertThat(runs.at("/0/arms/stacked/measures/loss/mean").asDouble()).isEqualTo(0.375);
    assertThat(runs.at("/0/arms/stacked/seeds")).hasSize(2);
  }

  @Test
  void showsOne() {
    assertThat(execute("runs show 3a --runs FOLDER/runs")).isZero();
    assertThat(out.toString()).contains("20260103-000000-3aaaaa of stacked", "code 3");
  }

  @Test
  void ranks() throws IOException {
    assertThat(execute("runs best --by crossEntropy --json --runs FOLDER/runs")).isZero();
    JsonNode best = new JsonMapper().readTree(out.toString()).at("/places/0");
    assertThat(best.path("label").asText()).isEqualTo("code 4");
    assertThat(best.path("mean").asDouble()).isEqualTo(0.375);
  }

  @Test
  void compares() {
    assertThat(
            execute(
                "compare 3aaa FOLDER/runs/stacked/20260104-000000-4aaaaa --runs FOLDER/runs --out FOLDER/page"))
        .isZero();
    assertThat(out.toString())
        .contains("baseline: code 3", "2 seeds cannot tell code 4 from code 3")
        .contains("Report: " + folder.resolve("page/compare.html"));
    assertThat(folder.resolve("page/compare.html")).content().contains("Learning curves");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "compare 3aaa",
        "compare 3aaa 3aaa",
        "compare 3aaa 9999",
        "compare 3aaa FOLDER/foreign",
        "compare 3aaa FOLDER/sweep",
        "compare 3aaa 4aaa --by crosEntropy",
        "compare 3aaa 4aaa --out FOLDER/sweep/trials.sqlite",
      })
  void aMistakeWritesNothing(String line) {
    assertThat(
            execute(
                line
                    + " --runs FOLDER/runs"
                    + (line.contains("--out") ? "" : " --out FOLDER/page")))
        .isEqualTo(2);
    assertThat(err.toString()).isNotBlank().doesNotContain("Exception:", "\tat ");
    assertThat(out.toString()).isEmpty();
    assertThat(folder.resolve("page")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "runs",
        "runs list --runs FOLDER/none",
        "runs list --experiment stakced --runs FOLDER/runs",
        "runs show FOLDER/foreign --runs FOLDER/runs",
        "runs show FOLDER/sweep --runs FOLDER/runs",
        "runs best --runs FOLDER/runs",
        "runs best --by los --runs FOLDER/runs",
        "runs best --by loss --part train --runs FOLDER/runs",
        "runs best --by loss --part test --runs FOLDER/runs",
      })
  void aMistakeIsOneLine(String line) {
    assertThat(execute(line)).isEqualTo(2);
    assertThat(err.toString()).hasLineCount(1).doesNotContain("Exception:", "\tat ");
    assertThat(out.toString()).isEmpty();
  }
}
