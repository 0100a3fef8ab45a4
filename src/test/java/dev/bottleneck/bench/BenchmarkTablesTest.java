package dev.bottleneck.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bottleneck.report.Table;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BenchmarkTablesTest {
  private static final Measurement COMPILED =
      new Measurement(
          new BenchmarkCase(BenchmarkNet.STACKED, 32, 1),
          120.4,
          Optional.empty(),
          Map.of(
              PyTorch.NAME, new double[] {3, 4, 20},
              Measurement.DL4J, new double[] {8, 16, 40},
              Measurement.COMPILED, new double[] {1, 2, 5},
              RoofContender.NAME, new double[] {100, 200, 500}));

  private static final Measurement REFUSED =
      new Measurement(
          new BenchmarkCase(BenchmarkNet.CONV, 256, 2),
          3,
          Optional.of("layer 2 is not known"),
          Map.of(Measurement.DL4J, new double[] {900, 950, 990}));

  @Test
  void theRatiosAreLastAndOfTheSameRound() {
    assertThat(BenchmarkTables.steps(List.of(COMPILED)).rows().get(0))
        .containsExactly(
            "stacked",
            "32",
            "1",
            "4.00 (3.50 to 12.00)",
            "16.0 (12.0 to 28.0)",
            "2.00 (1.50 to 3.50)",
            "16,000",
            "8.00 (8.00 to 8.00)",
            "3.00 (2.50 to 3.50)");
  }

  @Test
  void aRefusedNetStaysWithTheReason() {
    Table table = BenchmarkTables.steps(List.of(REFUSED));
    assertThat(table.rows().get(0))
        .containsExactly("conv", "256", "2", "–", "950 (925 to 970)", "refused", "–", "–", "–");
    assertThat(table.notes())
        .containsExactly(
            "conv, batch 256, 2 threads: the compiled step refuses: layer 2 is not known");
    assertThat(BenchmarkTables.machine(List.of(REFUSED)).rows()).isEmpty();
  }

  /** 2 · 32 · 410,000 operations in 2 ms, against 2 · 2048³ in 200 ms. */
  @Test
  void holdsTheStepAgainstTheMachine() {
    assertThat(BenchmarkTables.machine(List.of(COMPILED)).rows().get(0))
        .containsExactly("stacked", "32", "1", "120", "0.026", "13", "86", "15.3 (15.3 to 15.3)");
  }
}
