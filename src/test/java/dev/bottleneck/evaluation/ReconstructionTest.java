package dev.bottleneck.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ReconstructionTest {
  private static INDArray of(float[]... rows) {
    return Nd4j.createFromArray(rows);
  }

  @Test
  void agreesWithTheFormulasByHand() {
    Reconstruction errors =
        new Reconstruction()
            .add(
                of(new float[] {1, 0}, new float[] {0.5f, 1}),
                of(new float[] {0.5f, 0.25f}, new float[] {0.5f, 1}));
    double first = (Math.log(2) - Math.log(0.75)) / 2;
    double second = (Math.log(2) - Math.log(1 - 1e-7)) / 2;
    assertThat(errors.crossEntropyPerExample())
        .containsExactly(new double[] {first, second}, within(1e-9));
    assertThat(errors.crossEntropy()).isCloseTo((first + second) / 2, within(1e-9));
    assertThat(errors.squaredErrorPerExample())
        .containsExactly(new double[] {0.3125 / 2, 0}, within(1e-9));
    assertThat(errors.squaredError()).isCloseTo(0.3125 / 4, within(1e-9));
  }

  @Test
  void clipsAsKerasDoes() {
    Reconstruction errors =
        new Reconstruction().add(of(new float[] {1, 0}), of(new float[] {0, 1}));
    assertThat(errors.crossEntropy()).isCloseTo(-Math.log(1e-7), within(1e-6));
  }

  @Test
  void hasNoCrossEntropyForWhatIsNoProbability() {
    Reconstruction errors =
        new Reconstruction().add(of(new float[] {-1, 2}), of(new float[] {0, 1}));
    assertThat(errors.crossEntropy()).isNaN();
    assertThat(errors.squaredError()).isCloseTo(1, within(1e-9));
  }

  @Test
  void batchesAndShapesDoNotMatter() {
    INDArray x = Nd4j.rand(DataType.FLOAT, 7, 12);
    INDArray y = Nd4j.rand(DataType.FLOAT, 7, 12);
    Reconstruction whole = new Reconstruction().add(x, y);
    Reconstruction parts = new Reconstruction();
    for (int i = 0; i < 7; i++) {
      parts.add(
          x.getRow(i, true).reshape(1, 1, 3, 4), y.getRow(i, true).dup('f').reshape(1, 1, 3, 4));
    }
    assertThat(parts.crossEntropyPerExample())
        .containsExactly(whole.crossEntropyPerExample(), within(1e-12));
    assertThat(parts.squaredError()).isCloseTo(whole.squaredError(), within(1e-12));
    assertThat(parts.examples()).isEqualTo(7);
  }

  @Test
  void keepsItsDigitsOverTensOfMillionsOfPixels() {
    INDArray x = Nd4j.zeros(DataType.FLOAT, 5_000, 784);
    INDArray y = Nd4j.valueArrayOf(new long[] {5_000, 784}, 0.1f, DataType.FLOAT);
    Reconstruction errors = new Reconstruction();
    for (int i = 0; i < 4; i++) {
      errors.add(x, y);
    }
    double one = 0.1f * (double) 0.1f;
    assertThat(errors.squaredError()).isCloseTo(one, within(1e-12));
    assertThat(errors.crossEntropy()).isCloseTo(-Math.log(1 - (double) 0.1f), within(1e-12));
  }

  @Test
  void otherShapesAreRefused() {
    assertThatThrownBy(() -> new Reconstruction().add(Nd4j.zeros(2, 3), Nd4j.zeros(2, 4)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("same shape");
  }
}
