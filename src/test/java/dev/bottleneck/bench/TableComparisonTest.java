package dev.bottleneck.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.bottleneck.runtime.UserError;
import dev.bottleneck.sweep.definition.SearchOptions;
import dev.bottleneck.sweep.definition.SearchOptions.Kind;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Searches on a table that a formula fills: least, 0.5, at code 20 and rate 0.01 of masking. */
class TableComparisonTest {
  private static final int[] CODES = {10, 20, 40};
  private static final String[] RATES = {"0.001", "0.01", "0.1"};
  private static final String[] LEVELS = {"0", "0.5"};

  @TempDir Path folder;
  private Path definition;
  private Path results;

  @BeforeEach
  void write() throws IOException {
    definition = Files.createDirectories(folder.resolve("tables")).resolve("toy.yaml");
    Files.writeString(
        definition,
        """
        name: toy
        experiment: denoising-dropout
        space:
          corruptionKind: {choice: [masking, gaussian]}
          corruption:
            - {uniform: [0, 0.5], when: {corruptionKind: gaussian}}
          code: {integer: [10, 40]}
          learningRate: {log-uniform: [0.001, 0.1]}
        search: {kind: grid, points: 3}
        objective: {metric: squaredError, goal: min}
        budget: {trials: 27}
        finalSeeds: 0
        """);
    results = Files.createDirectories(folder.resolve("results")).resolve("toy.csv");
    StringBuilder csv =
        new StringBuilder(
            "stage,trial,state,firstSeed,value,corruptionKind,corruption,code,learningRate\r\n");
    for (int code : CODES) {
      for (String rate : RATES) {
        csv.append(row(cost("masking", 0, code, rate), "masking", "", code, rate));
        for (String level : LEVELS) {
          double cost = cost("gaussian", Double.parseDouble(level), code, rate);
          csv.append(row(cost, "gaussian", level, code, rate));
        }
      }
    }
    Files.writeString(results, csv);
  }

  private static double cost(String kind, double level, int code, String rate) {
    double distance = Math.abs(Math.log10(Double.parseDouble(rate)) + 2);
    return 0.5 + Math.abs(code - 20) / 100.0 + distance + (kind.equals("masking") ? 0 : 1 + level);
  }

  private static String row(double cost, String kind, String level, int code, String rate) {
    boolean failed = kind.equals("gaussian") && code == 40 && rate.equals("0.1");
    return String.format(
        Locale.ROOT,
        "search,0,%s,1,%s,%s,%s,%d,%s\r\n",
        failed ? "failed" : "complete",
        failed ? "" : Double.toString(cost),
        kind,
        level,
        code,
        rate);
  }

  private ResultTable table() {
    return ResultTable.read(definition, results);
  }

  private static Map<String, String> setting(String kind, String code, String rate) {
    return Map.of("corruptionKind", kind, "code", code, "learningRate", rate);
  }

  @Test
  void isLinearBetweenThePointsOfItsGrid() {
    ResultTable table = table();
    assertThat(table.size()).isEqualTo(25);
    assertThat(table.least()).isEqualTo(0.5);
    assertThat(table.cost(setting("masking", "20", "0.01"))).hasValue(0.5);
    assertThat(table.cost(setting("masking", "30", "0.01")).orElseThrow())
        .isCloseTo(0.6, within(1e-12));
    // Of a logarithmic range halfway in the logarithm.
    assertThat(table.cost(setting("masking", "15", "0.00316228")).orElseThrow())
        .isCloseTo(0.5 + 0.05 + 0.5, within(1e-5));
    Map<String, String> gaussian =
        Map.of(
            "corruptionKind",
            "gaussian",
            "corruption",
            "0.25",
            "code",
            "20",
            "learningRate",
            "0.01");
    assertThat(table.cost(gaussian).orElseThrow()).isCloseTo(1.75, within(1e-12));
    Map<String, String> besideFailed =
        Map.of(
            "corruptionKind", "gaussian", "corruption", "0", "code", "39", "learningRate", "0.09");
    assertThat(table.cost(besideFailed)).isEmpty();
  }

  @Test
  void whatIsNotItsTrialsIsOneLine() throws IOException {
    Files.writeString(results, "stage,trial\r\nsearch,0\r\n");
    assertThatThrownBy(this::table)
        .isInstanceOf(UserError.class)
        .hasMessageContaining("toy.csv: not the trials.csv of the sweep in ")
        .hasMessageNotContaining("\n");
  }

  @Test
  void aSearchFindsTheBestAndEqualsItself() {
    SearchOnTable search = new SearchOnTable(table(), 100, 1);
    double[] least = search.run(SearchOptions.of(Kind.TPE), 1);
    assertThat(least).hasSize(100).isEqualTo(search.run(SearchOptions.of(Kind.TPE), 1));
    IntStream.range(1, 100).forEach(i -> assertThat(least[i]).isLessThanOrEqualTo(least[i - 1]));
    assertThat(least[99]).isBetween(0.5, 0.55);
    double[] aside = new SearchOnTable(table(), 100, 8).run(SearchOptions.of(Kind.TPE), 1);
    assertThat(aside).hasSize(100).isNotEqualTo(least);
    assertThat(aside[99]).isBetween(0.5, 0.6);
  }

  /** As tables of order statistics have it: of 50 values the 18th and the 33rd. */
  @Test
  void aMediansIntervalLiesBetweenTwoRanks() {
    double[] values = IntStream.rangeClosed(1, 50).mapToDouble(i -> i).toArray();
    assertThat(MedianInterval.of(values)).isEqualTo(new MedianInterval(25.5, 18, 33));
    double[] few = {1, 2, 3, 4, 5, 6};
    assertThat(MedianInterval.of(few)).isEqualTo(new MedianInterval(3.5, 1, 6));
  }

  private String page(Optional<String> python) throws IOException {
    Path page = folder.resolve("SEARCHES.md");
    new TableComparison(
            folder.resolve("tables"),
            folder.resolve("results"),
            6,
            List.of(12, 20),
            python,
            new PrintWriter(new StringWriter()))
        .run(page, "./bottleneck bench searches");
    return Files.readString(page);
  }

  @Test
  void thePageHasEachSearchOnEachTable() throws IOException {
    String page = page(Optional.empty());
    assertThat(page)
        .contains("`./bottleneck bench searches`")
        .contains("toy: regret in squaredError, 1 worker, 25 settings")
        .contains("toy: regret in squaredError, 8 workers side by side")
        .contains("Mean rank");
    List<String> rows = page.lines().filter(line -> line.startsWith("| tpe")).toList();
    assertThat(rows).hasSize(3);
  }

  /** It reads the table by a program of its own, which comes to the same values. */
  @Test
  void optunaSearchesTheSameTable() throws IOException {
    Optional<String> python;
    try {
      python = Optional.of(Python.withOptuna(Optional.empty()));
    } catch (UserError e) {
      python = Optional.empty();
    }
    assumeTrue(python.isPresent(), "no Python with Optuna is on this machine");
    assertThat(page(python).lines().filter(line -> line.startsWith("| Optuna "))).hasSize(3);
    try (JobFolder job = new JobFolder()) {
      OptunaOnTable.Found found =
          new OptunaOnTable(python.get(), job.path()).run(table(), 2, 40, 1);
      assertThat(found.least()).hasDimensions(2, 40);
      // It cannot come below the least, and does not stay far above.
      assertThat(found.least()[0][39]).isBetween(0.5, 0.9);
    }
  }
}
