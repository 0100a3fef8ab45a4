package dev.bottleneck.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SignTestTest {
  @Test
  void countsSigns() {
    // R: binom.test(9, 12) gives p-value = 0.146; the zero is left out.
    double[] d = {1, 2, 3, 4, 5, 6, 7, 8, 9, -1, -2, -3, 0};
    SignTest test = SignTest.of(d);
    assertThat(test.positive()).isEqualTo(9);
    assertThat(test.negative()).isEqualTo(3);
    assertThat(test.n()).isEqualTo(13);
    assertThat(test.pValue()).isCloseTo(598 / 4096.0, within(1e-12)); // 2 (1 + 12 + 66 + 220) / 2¹²
  }

  @Test
  void theMedianHasTheIntervalOfOrderStatistics() {
    // P(Binomial(10, ½) ≤ 1) = 11 / 1024 ≤ 2.5 %, P(… ≤ 2) = 56 / 1024: from the second to the
    // ninth.
    double[] d = IntStream.rangeClosed(1, 10).asDoubleStream().toArray();
    assertThat(SignTest.of(d).median()).isEqualTo(new Interval(5.5, 2, 9));
    assertThat(SignTest.of(1, 2, 3, 4, 5, 6).median()).isEqualTo(new Interval(3.5, 1, 6));
    assertThat(SignTest.of(1, 2, 3, 4, 5).median().exists()).isFalse();
  }

  @Test
  void anInfiniteDifferenceIsOne() {
    double infinite = Double.POSITIVE_INFINITY;
    Interval median = SignTest.of(infinite, 1, 2, 3, 4, -infinite, 5).median();
    assertThat(median).isEqualTo(new Interval(3, -infinite, infinite));
  }

  @Test
  void intervalAndTestAgree() {
    Random random = new Random(3);
    for (int trial = 0; trial < 500; trial++) {
      double[] d = random.doubles(6 + random.nextInt(30), -1, 1.6).toArray();
      SignTest test = SignTest.of(d);
      assertThat(test.median().excludesZero()).isEqualTo(test.pValue() < 0.05);
    }
  }

  @Test
  void knowsHowManySeedsItTakes() {
    assertThat(SignTest.fewest(0.05, 1)).isEqualTo(6); // 2 / 2⁶ = 0.031
    assertThat(SignTest.fewest(0.05, 3)).isEqualTo(7); // 6 / 2⁷ = 0.047
    assertThat(SignTest.fewest(0.05, 4)).isEqualTo(8);
    assertThat(SignTest.of(0, 0).pValue()).isNaN();
    assertThatThrownBy(SignTest::of).hasMessageContaining("at least one");
  }
}
