package dev.bottleneck.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class InvertedDropoutTest {
  @Test
  void keepsTheMeanAndScalesWhatItKeeps() {
    INDArray seen = new InvertedDropout(0.75, 5).corrupt(Nd4j.ones(200, 100), 2);
    int kept = 0;
    for (float value : seen.ravel().toFloatVector()) {
      assertThat(value).isIn(0f, 4f);
      kept += value > 0 ? 1 : 0;
    }
    // 5,000 expected of 20,000; the standard deviation is 61.
    assertThat(kept).isCloseTo(5_000, within(250));
  }

  @Test
  void dropsWhatMaskingOfTheSameSeedMasks() {
    INDArray ones = Nd4j.ones(10, 10);
    INDArray masked = new Masking(0.5, 7).corrupt(ones, 3);
    assertThat(new InvertedDropout(0.5, 7).corrupt(ones, 3)).isEqualTo(masked.mul(2));
  }

  @Test
  void refusesALevelOfOne() {
    assertThatThrownBy(() -> new InvertedDropout(1, 7))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("less than 1");
  }
}
