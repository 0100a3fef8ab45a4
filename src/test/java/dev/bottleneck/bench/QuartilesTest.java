package dev.bottleneck.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QuartilesTest {
  @Test
  void oneDisturbedRoundMovesNothing() {
    assertThat(Quartiles.of(3, 1, 2, 5, 4)).isEqualTo(new Quartiles(2, 3, 4));
    assertThat(Quartiles.of(3, 1, 2, 500, 4)).isEqualTo(new Quartiles(2, 3, 4));
    assertThat(Quartiles.of(7)).isEqualTo(new Quartiles(7, 7, 7));
  }

  @Test
  void leavesTheTimesInTheOrderOfTheirRounds() {
    double[] times = {3, 1, 2};
    Quartiles.of(times);
    assertThat(times).containsExactly(3, 1, 2);
  }

  /** The machine was half as fast in the second round, for both: the ratio stays 3. */
  @Test
  void aRatioIsTakenWithinARound() {
    assertThat(Quartiles.ofRatios(new double[] {3, 6, 12}, new double[] {1, 2, 3}))
        .isEqualTo(new Quartiles(3, 3, 3.5));
  }

  @Test
  void showsThreeDigitsOfTheMedian() {
    assertThat(new Quartiles(0.38, 0.3912, 0.4).text()).isEqualTo("0.391 (0.380 to 0.400)");
    assertThat(new Quartiles(5, 5.218, 6).text()).isEqualTo("5.22 (5.00 to 6.00)");
    assertThat(new Quartiles(45, 46.04, 47).text()).isEqualTo("46.0 (45.0 to 47.0)");
    assertThat(new Quartiles(900, 950.4, 990).text()).isEqualTo("950 (900 to 990)");
  }
}
