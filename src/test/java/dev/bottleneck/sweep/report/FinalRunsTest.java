package dev.bottleneck.sweep.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bottleneck.evaluation.Metric;
import java.util.List;
import org.junit.jupiter.api.Test;

class FinalRunsTest {
  private static final Metric ERROR = Metric.classificationError().of("test");

  @Test
  void allSeedsHaveAMean() {
    assertThat(FinalRuns.sentences(new double[] {.08, .09, .10}, List.of(), ERROR))
        .containsExactly(
            "Of the chosen setting the test error, % over 3 seeds: 9.00 (6.52 to 11.48).");
    assertThat(FinalRuns.sentences(new double[0], List.of(), ERROR)).isEmpty();
  }

  @Test
  void seedsThatFailedCountAgainstTheSetting() {
    assertThat(FinalRuns.sentences(new double[] {.08, .09}, List.of("it diverged"), ERROR))
        .containsExactly(
            "1 of the 3 seeds of the chosen setting on test data failed, the first with: it diverged.",
            "Of the chosen setting the test error, % over 2 seeds: 8.50 (2.15 to 14.85), of those alone that did not fail:"
                + " what the setting gives is worse.");
    assertThat(FinalRuns.sentences(new double[0], List.of("it diverged"), ERROR))
        .containsExactly(
            "1 of the 1 seeds of the chosen setting on test data failed, the first with: it diverged.");
  }

  @Test
  void aSecondModeIsSaid() {
    double[] values = {.081, .082, .083, .084, .085, .086, .27};
    assertThat(FinalRuns.sentences(values, List.of(), ERROR).get(1))
        .startsWith("1 of 7 runs of the winner ended apart from the others");
  }

  @Test
  void anIntervalStaysWithinWhatAnErrorCanBe() {
    assertThat(FinalRuns.sentences(new double[] {.01, .2}, List.of(), ERROR).get(0))
        .endsWith("10.50 (0.00 to 100.00).");
  }
}
