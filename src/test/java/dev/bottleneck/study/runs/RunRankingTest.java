package dev.bottleneck.study.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.bottleneck.runtime.UserError;
import dev.bottleneck.study.configuration.Configuration.EvaluateOn;
import dev.bottleneck.testing.SavedRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunRankingTest {
  @TempDir Path root;
  private final List<RecordedRun> runs = new ArrayList<>();

  private void add(String digits, double value, String... settings) throws IOException {
    runs.add(RecordedRun.open(run(digits, value, settings).write(root)));
  }

  private static SavedRun run(String digits, double value, String... settings) {
    return SavedRun.of("stacked")
        .set("seeds=2")
        .set(settings)
        .id("20260101-000000-" + digits)
        .values("squaredError", value, value + 0.01)
        .values("ssim", value, value)
        .values("oddity", value, value);
  }

  private RunRanking rank(String measure, EvaluateOn part) {
    return rank(measure, part, Optional.empty());
  }

  private RunRanking rank(String measure, EvaluateOn part, Optional<Boolean> lower) {
    return RunRanking.of(new RunCatalog(runs, List.of()), measure, part, lower);
  }

  private static List<String> ids(RunRanking ranking) {
    return ranking.rows().stream().map(row -> row.run().shortId()).toList();
  }

  @Test
  void theBestComesFirst() throws IOException {
    add("aaaaaa", 0.2, "code=3");
    add("bbbbbb", 0.1, "code=4");
    add("cccccc", 0.3, "code=5");
    RunRanking ranking = rank("squaredError", EvaluateOn.VALIDATION);
    assertThat(ids(ranking)).containsExactly("bbbbbb", "aaaaaa", "cccccc");
    assertThat(ranking.rows().get(0).summary().mean()).isEqualTo(0.105, within(1e-12));
    assertThat(ranking.notes())
        .singleElement()
        .asString()
        .startsWith("The best of 3 on validation data is better there than it is");
    assertThat(ids(rank("ssim", EvaluateOn.VALIDATION)))
        .containsExactly("cccccc", "aaaaaa", "bbbbbb");
    assertThat(RunTables.ranking(ranking))
        .contains("By validation squaredError, lowest first", "code 4", "0.1050");
  }

  @Test
  void toRankByTestDataIsSaid() throws IOException {
    add("aaaaaa", 0.2, "evaluateOn=test");
    assertThat(rank("squaredError", EvaluateOn.TEST).notes())
        .anyMatch(note -> note.startsWith("This chooses by test data"));
    assertThatThrownBy(() -> rank("squaredError", EvaluateOn.VALIDATION))
        .isInstanceOf(UserError.class)
        .hasMessageContaining(
            "1 was on test data: --part test ranks them, which is to choose by test data");
  }

  @Test
  void whatDoesNotCompareIsLeftOutOrSaid() throws IOException {
    add("aaaaaa", 0.2);
    add("bbbbbb", 0.1, "quick=true");
    runs.add(RecordedRun.open(run("cccccc", 0.3).hash("validation", "12".repeat(32)).write(root)));
    RunRanking ranking = rank("squaredError", EvaluateOn.VALIDATION);
    assertThat(ids(ranking)).containsExactly("aaaaaa", "cccccc");
    assertThat(ranking.notes())
        .anyMatch(note -> note.contains("1 of quick mode"))
        .anyMatch(note -> note.contains("not all measured on the same data"));
  }

  @Test
  void refusesAMeasureThatNobodyKnows() throws IOException {
    add("aaaaaa", 0.2);
    add("bbbbbb", 0.3);
    assertThatThrownBy(() -> rank("squaredErorr", EvaluateOn.VALIDATION))
        .isInstanceOf(UserError.class)
        .hasMessage(
            "--by squaredErorr: no run has such a measure; did you mean squaredError?; there are"
                + " oddity, squaredError, ssim");
    assertThatThrownBy(() -> rank("oddity", EvaluateOn.VALIDATION))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("oddity: whether more or less of it is better is not known");
    assertThat(ids(rank("oddity", EvaluateOn.VALIDATION, Optional.of(false))))
        .containsExactly("bbbbbb", "aaaaaa");
  }

  /** The mean of those that survived says nothing of those that did not. */
  @Test
  void survivorsComeLast() throws IOException {
    add("aaaaaa", 0.2);
    runs.add(RecordedRun.open(run("bbbbbb", 0.1, "seeds=3").failed(3).write(root)));
    runs.add(RecordedRun.open(run("cccccc", 0.05, "seeds=4").state("interrupted").write(root)));
    runs.add(
        RecordedRun.open(
            SavedRun.of("stacked")
                .set("seeds=1")
                .id("20260101-000000-dddddd")
                .failed(1)
                .write(root)));
    RunRanking ranking = rank("squaredError", EvaluateOn.VALIDATION);
    assertThat(ids(ranking)).containsExactly("aaaaaa", "cccccc", "bbbbbb");
    assertThat(ranking.rows()).extracting(RunRanking.Row::failed).containsExactly(0, 0, 1);
    assertThat(RunTables.ranking(ranking)).contains("2 of 3, 1 failed", "2 of 4, interrupted");
    assertThat(ranking.notes())
        .contains("Without a place, as every seed failed: 1.")
        .anyMatch(note -> note.endsWith("says nothing of them: such come last."));
  }

  @Test
  void whatMayNotCompareIsSaid() throws IOException {
    add("aaaaaa", 0.2);
    add("bbbbbb", 0.1, "scale=standard");
    runs.add(RecordedRun.open(run("cccccc", 0.3).hash("train", null).write(root)));
    List<String> unreadable = List.of("a line");
    RunRanking ranking =
        RunRanking.of(
            new RunCatalog(runs, unreadable),
            "squaredError",
            EvaluateOn.VALIDATION,
            Optional.empty());
    assertThat(ranking.notes())
        .contains(
            "Left out, as they cannot be read (runs list says why): 1.",
            "Of some their manifest does not say on which data: they may be others.")
        .anyMatch(note -> note.startsWith("They do not all measure the same"));
  }

  @Test
  void refusesAGoalThatContradicts() throws IOException {
    add("aaaaaa", 0.2);
    assertThatThrownBy(() -> rank("squaredError", EvaluateOn.VALIDATION, Optional.of(false)))
        .isInstanceOf(UserError.class)
        .hasMessage("--goal max: of squaredError, less is better: leave --goal out");
    assertThat(ids(rank("squaredError", EvaluateOn.VALIDATION, Optional.of(true)))).hasSize(1);
  }
}
