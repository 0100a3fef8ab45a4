package dev.bottleneck.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SequentialVerdictTest {
  private static final Metric TEST_ERROR = Metric.classificationError().of("test");

  private static PairedComparison compare(int lower, int higher) {
    double[] a = new double[lower + higher];
    double[] b = new double[lower + higher];
    Arrays.fill(a, .02);
    Arrays.fill(b, 0, lower, .015);
    Arrays.fill(b, lower, lower + higher, .025);
    return PairedComparison.of("none", a, "denoising", b);
  }

  @Test
  void settlesWhatASequenceSettles() {
    SequentialVerdict v = SequentialVerdict.of(compare(10, 0), TEST_ERROR, 1);
    assertThat(v.settled()).isTrue();
    assertThat(v.sentence())
        .isEqualTo(
            "Settled after 10 seeds: denoising typically lowered the test error against none, by"
                + " 0.50 points (lower on 10 of 10 seeds, 58 to 100 % of all, at every look at"
                + " once).");
    SequentialVerdict raised = SequentialVerdict.of(compare(0, 10), TEST_ERROR, 1);
    assertThat(raised.direction()).isEqualTo(-1);
    assertThat(raised.sentence()).contains("typically raised");
  }

  @Test
  void asksMoreOfSeveralComparisons() {
    assertThat(SequentialVerdict.of(compare(9, 0), TEST_ERROR, 1).settled()).isTrue();
    SequentialVerdict v = SequentialVerdict.of(compare(9, 0), TEST_ERROR, 3);
    assertThat(v.settled()).isFalse();
    assertThat(v.sentence())
        .startsWith("Not settled after 9 seeds whether denoising or none has the lower test error")
        .contains("corrected for 3 comparisons");
  }
}
