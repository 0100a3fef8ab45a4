package dev.bottleneck.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class McNemarTest {
  @Test
  void agreesWithThePresidentialApproval() {
    // Agresti, "Categorical data analysis" (2nd ed., 2002), section 10.1: 794, 150, 86, 570, with
    // the discordant 86 and 150 and the large-sample statistic (86 − 150)² / (86 + 150) = 17.36.
    // The exact p-value is SciPy's: binomtest(86, 236).pvalue.
    McNemar test = McNemar.ofCounts(1600, 86, 150);
    assertThat(test.pValue()).isCloseTo(3.7159361395713866e-05, within(1e-15));
  }

  @Test
  void countsTheDiscordantExamples() {
    boolean[] a = {true, true, true, false, false, true};
    boolean[] b = {true, false, false, true, false, false};
    McNemar test = McNemar.of(a, b);
    assertThat(test.n()).isEqualTo(6);
    assertThat(test.b()).isEqualTo(3);
    assertThat(test.c()).isEqualTo(1);
    // P(X ≤ 1 or X ≥ 3), X ~ Binomial(4, ½): (1 + 4 + 4 + 1) / 16.
    assertThat(test.pValue()).isCloseTo(10 / 16.0, within(1e-12));
  }

  @Test
  void equalClassifiersDoNotDiffer() {
    assertThat(McNemar.of(new boolean[] {true, false}, new boolean[] {true, false}).pValue())
        .isEqualTo(1);
  }

  @Test
  void refusesWhatCannotBe() {
    assertThatThrownBy(() -> McNemar.of(new boolean[1], new boolean[2]))
        .hasMessageContaining("same examples");
    assertThatThrownBy(() -> McNemar.ofCounts(3, 2, 2)).hasMessageContaining("discordant");
  }
}
