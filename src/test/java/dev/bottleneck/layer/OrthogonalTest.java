package dev.bottleneck.layer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class OrthogonalTest {
  private static INDArray weights(long seed, char order, long rows, long columns) {
    Nd4j.getRandom().setSeed(seed);
    INDArray view = Nd4j.create(DataType.DOUBLE, rows * columns);
    new Orthogonal().init(1, 1, new long[] {rows, columns}, order, view);
    return view.reshape(order, rows, columns);
  }

  @ParameterizedTest
  @CsvSource({"f, 30, 120", "c, 30, 120", "f, 120, 30", "f, 7, 7", "f, 100, 400"})
  void hasOrthonormalRowsOrColumns(char order, long rows, long columns) {
    INDArray w = weights(3, order, rows, columns);
    assertThat(w.shape()).containsExactly(rows, columns);
    INDArray gram = rows <= columns ? w.mmul(w.transpose()) : w.transpose().mmul(w);
    INDArray identity = Nd4j.eye(Math.min(rows, columns)).castTo(DataType.DOUBLE);
    assertThat(gram.sub(identity).amaxNumber().doubleValue()).isLessThan(1e-12);
  }

  @Test
  void isDrawnFromTheSeed() {
    assertThat(weights(1, 'f', 5, 8)).isEqualTo(weights(1, 'f', 5, 8));
    assertThat(weights(1, 'f', 5, 8)).isNotEqualTo(weights(2, 'f', 5, 8));
  }

  /** ND4J's generator keeps the second of two Gaussians, and seeding it leaves that where it is. */
  @Test
  void whatWasDrawnBeforeCountsForNothing() {
    INDArray first = weights(1, 'f', 5, 8);
    Nd4j.getRandom().nextGaussian();
    assertThat(weights(1, 'f', 5, 8)).isEqualTo(first);
  }

  /** Without the sign, Householder's reflections make the diagonal lean to one side. */
  @Test
  void favoursNoDirection() {
    int positive = 0;
    for (int seed = 1; seed <= 200; seed++) {
      positive += weights(seed, 'f', 3, 3).getDouble(0, 0) > 0 ? 1 : 0;
    }
    // Four standard deviations of a fair coin.
    assertThat(positive).isBetween(72, 128);
  }
}
