package dev.bottleneck.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ClassificationTest {
  /** What is no number predicts no class: it is wrong, also where the true class is the first. */
  @Test
  void anOutputThatIsNotFiniteIsWrong() {
    INDArray outputs =
        Nd4j.createFromArray(
            new float[][] {
              {0.9f, 0.1f},
              {Float.NaN, Float.NaN},
              {0.2f, Float.NaN},
              {Float.POSITIVE_INFINITY, 0},
              {0.3f, 0.7f}
            });
    Classification found = Classification.of(x -> x, outputs, new int[] {0, 0, 0, 0, 1});
    assertThat(found.correct()).containsExactly(true, false, false, false, true);
    assertThat(found.error()).isEqualTo(0.6);
  }
}
