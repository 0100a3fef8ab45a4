package dev.bottleneck.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ConfidenceSequenceTest {
  @Test
  void isTheMixtureOfLikelihoodRatios() {
    // All of n seeds lower: 1 / (n + 1) / pⁿ = 20 at the lower end.
    ConfidenceSequence s = ConfidenceSequence.of(10, 0, 0.05);
    assertThat(s.lower()).isCloseTo(Math.pow(1 / (11 * 20.0), 0.1), within(1e-9));
    assertThat(s.upper()).isEqualTo(1);
    // B(4, 3) = 1 / 60: at either end 1 / 60 = 20 p³ (1 − p)².
    ConfidenceSequence both = ConfidenceSequence.of(3, 2, 0.05);
    for (double p : new double[] {both.lower(), both.upper()}) {
      assertThat(20 * Math.pow(p, 3) * Math.pow(1 - p, 2)).isCloseTo(1 / 60.0, within(1e-9));
    }
    assertThat(ConfidenceSequence.of(0, 0, 0.05)).isEqualTo(new ConfidenceSequence(0, 1));
  }

  @Test
  void eightOneWaySettle() {
    // 2⁷ / 8 = 16 < 20 ≤ 2⁸ / 9.
    assertThat(ConfidenceSequence.of(7, 0, 0.05).settles()).isFalse();
    assertThat(ConfidenceSequence.of(8, 0, 0.05).settles()).isTrue();
    assertThat(ConfidenceSequence.of(0, 8, 0.05).settles()).isTrue();
  }

  @Test
  void missesTheShareAtAnyOfManyLooksAsSeldomAsItSays() {
    SplittableRandom random = new SplittableRandom(3);
    for (double share : new double[] {0.5, 0.9}) {
      int missed = 0;
      for (int run = 0; run < 2_000; run++) {
        missed += misses(random, share) ? 1 : 0;
      }
      // 5 % at the most: here with five standard errors.
      assertThat(missed / 2_000.0).isBetween(0.005, 0.05 + 5 * 0.0049);
    }
  }

  private static boolean misses(SplittableRandom random, double share) {
    int positive = 0;
    for (int n = 1; n <= 300; n++) {
      positive += random.nextDouble() < share ? 1 : 0;
      ConfidenceSequence s = ConfidenceSequence.of(positive, n - positive, 0.05);
      if (share < s.lower() || share > s.upper()) {
        return true;
      }
    }
    return false;
  }

  @Test
  void refusesWhatIsNone() {
    assertThatThrownBy(() -> ConfidenceSequence.of(-1, 0, 0.05)).hasMessageContaining("-1");
    assertThatThrownBy(() -> ConfidenceSequence.of(1, 0, 1)).hasMessageContaining("at 1.0");
  }
}
