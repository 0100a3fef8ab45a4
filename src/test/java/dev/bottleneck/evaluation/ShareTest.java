package dev.bottleneck.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ShareTest {
  @Test
  void agreesWithMendelsPeas() {
    // R's example of binom.test: 682 of 925, 95 percent interval 0.7076683 to 0.7654066.
    Share share = Share.of(682, 925);
    assertThat(share.lower()).isCloseTo(0.7076683, within(1e-7));
    assertThat(share.upper()).isCloseTo(0.7654066, within(1e-7));
  }

  @Test
  void whatWasNotSeenMayStillBe() {
    // 1 − 0.025^(1/10) = 0.3085.
    assertThat(Share.of(0, 10).text()).isEqualTo("0 of 10, up to 31 %");
    assertThat(Share.of(30, 40).text()).isEqualTo("30 of 40, 59 to 87 %");
    assertThat(Share.of(10, 10).text()).isEqualTo("10 of 10, 69 to 100 %");
    assertThat(Share.of(999, 1000).range()).isEqualTo("99.4 to 100 %");
    assertThat(Share.of(0, 1000).range()).isEqualTo("up to 0.4 %");
  }

  @Test
  void holdsForEveryShare() {
    for (double share = 0.01; share < 1; share += 0.01) {
      double covered = 0;
      for (int count = 0; count <= 30; count++) {
        Share seen = Share.of(count, 30);
        if (seen.lower() <= share && share <= seen.upper()) {
          covered +=
              org.apache.commons.statistics.distribution.BinomialDistribution.of(30, share)
                  .probability(count);
        }
      }
      assertThat(covered).isGreaterThan(0.95);
    }
  }

  @Test
  void refusesWhatIsNone() {
    assertThatThrownBy(() -> Share.of(3, 2)).hasMessageContaining("3 of 2");
    assertThatThrownBy(() -> Share.of(0, 0)).hasMessageContaining("0 of 0");
  }
}
