package dev.bottleneck.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bottleneck.runtime.Interrupted;
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
    Classification found = Classification.of((from, to) -> outputs, new int[] {0, 0, 0, 0, 1});
    assertThat(found.correct()).containsExactly(true, false, false, false, true);
    assertThat(found.error()).isEqualTo(0.6);
  }

  @Test
  void knowsWhichClassIsMissing() {
    Classification c = new Classification(new int[] {0, 0, 1, 2, 2}, new int[] {0, 2, 2, 2, -1});
    assertThat(c.neverPredicted()).isEqualTo(1);
    assertThat(c.errorOfClass(0)).isEqualTo(.5);
    assertThat(c.errorOfClass(1)).isEqualTo(1);
    assertThat(c.errorOfClass(2)).isEqualTo(.5);
    assertThat(c.errorOfClass(3)).isNaN();
    assertThat(c.error()).isEqualTo(.6);
  }

  /** Example i says class i mod 3: each must come to its own label, whatever block it lies in. */
  @Test
  void goesByBlocks() {
    int n = 4_500;
    int[] labels = new int[n];
    labels[n - 1] = (n - 1) % 3;
    Classification found =
        Classification.of(
            (from, to) -> {
              float[][] block = new float[to - from][3];
              for (int i = from; i < to; i++) {
                block[i - from][i % 3] = 1;
              }
              return Nd4j.createFromArray(block);
            },
            labels);
    for (int i = 0; i < n; i++) {
      assertThat(found.correct()[i]).isEqualTo(i % 3 == 0 || i == n - 1);
    }
  }

  @Test
  void endsWhenItIsInterrupted() {
    int[] blocks = new int[1];
    try {
      assertThatThrownBy(
              () ->
                  Classification.of(
                      (from, to) -> {
                        blocks[0]++;
                        Thread.currentThread().interrupt();
                        return Nd4j.zeros(to - from, 2);
                      },
                      new int[4_500]))
          .isInstanceOf(Interrupted.class);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(blocks[0]).isEqualTo(1);
  }
}
