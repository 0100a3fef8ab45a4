package dev.bottleneck.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class HolmAdjustmentTest {
  @Test
  void stepsDownAndNeverFalls() {
    // By hand: 4 · 0.005 = 0.02; 3 · 0.01 = 0.03; 2 · 0.03 = 0.06; 1 · 0.04, held at 0.06.
    assertThat(HolmAdjustment.adjust(0.01, 0.04, 0.03, 0.005))
        .containsExactly(new double[] {0.03, 0.06, 0.06, 0.02}, within(1e-15));
  }

  @Test
  void stopsAtOne() {
    assertThat(HolmAdjustment.adjust(0.6, 0.7)).containsExactly(1, 1);
    assertThat(HolmAdjustment.adjust(0.2)).containsExactly(0.2);
    assertThat(HolmAdjustment.adjust()).isEmpty();
  }

  @Test
  void aTestThatWasNotPossibleDoesNotCount() {
    // As R's p.adjust treats NA: the family has two members.
    assertThat(HolmAdjustment.adjust(0.01, Double.NaN, 0.04))
        .containsExactly(0.02, Double.NaN, 0.04);
  }

  @Test
  void refusesWhatIsNoProbability() {
    assertThatThrownBy(() -> HolmAdjustment.adjust(1.5)).hasMessageContaining("[0, 1]");
  }
}
