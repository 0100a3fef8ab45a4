package dev.bottleneck.sweep.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpectedImprovementTest {
  /** Computed with sixty digits, by mpmath: log(exp(−z²/2) / √(2π) + z erfc(−z/√2) / 2). */
  @ParameterizedTest
  @CsvSource({
    "40, 3.6888794541139363",
    "3, 1.09873966532770777",
    "1, 0.08002621884930694",
    "0, -0.918938533204672742",
    "-1, -2.48512102571264134",
    "-5, -16.7443011626609901",
    "-30, -457.724653760598004",
    "-99, -4910.60948421545512",
    "-100, -5010.12957880024979",
    "-10000, -50000019.3396193072",
  })
  void isExactFarFromTheBest(double z, double expected) {
    assertThat(ExpectedImprovement.logH(z))
        .isCloseTo(expected, offset(1e-11 * Math.max(1, -expected)));
    // By its definition: 2 h(z) of a belief with twice the deviation.
    assertThat(ExpectedImprovement.log(7, 7 - 2 * z, 2))
        .isCloseTo(expected + Math.log(2), offset(1e-10 * Math.max(1, -expected)));
  }
}
