package dev.bottleneck.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AnomalyThresholdTest {
  @Test
  void isTheQuantileOfValidationErrors() {
    double[] errors = IntStream.rangeClosed(0, 100).mapToDouble(i -> 100 - i).toArray();
    AnomalyThreshold threshold = AnomalyThreshold.of(0.99, errors);
    assertThat(threshold.value()).isCloseTo(99, within(1e-9));
    assertThat(threshold.isAnomaly(99)).isFalse();
    assertThat(threshold.isAnomaly(99.5)).isTrue();
    assertThat(threshold.isAnomaly(Double.NaN)).isTrue();
    assertThat(threshold.share(errors)).isCloseTo(1.0 / 101, within(1e-12));
    assertThat(errors[0]).isEqualTo(100);
    // numpy.quantile([1, 2, 4], 0.75) = 3.0
    assertThat(AnomalyThreshold.of(0.75, 1, 2, 4).value()).isCloseTo(3, within(1e-12));
  }

  @Test
  void whatCannotBeAThresholdIsRefused() {
    assertThatThrownBy(() -> AnomalyThreshold.of(1, 1, 2)).hasMessageContaining("(0, 1)");
    assertThatThrownBy(() -> AnomalyThreshold.of(0.5)).hasMessageContaining("needs errors");
    for (double broken : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> AnomalyThreshold.of(0.5, 1, broken)).hasMessageContaining("finite");
    }
  }
}
