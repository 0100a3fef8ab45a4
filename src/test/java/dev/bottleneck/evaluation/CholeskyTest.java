package dev.bottleneck.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CholeskyTest {
  private static double[][] positiveDefinite(int n, SplittableRandom chance) {
    double[][] matrix = new double[n][n];
    for (int k = 0; k < n + 3; k++) {
      double[] v = chance.doubles(n, -1, 1).toArray();
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          matrix[i][j] += v[i] * v[j];
        }
      }
    }
    for (int i = 0; i < n; i++) {
      matrix[i][i] += 1;
    }
    return matrix;
  }

  /** Within a block, a whole one, one and some, several. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 47, 48, 49, 53, 150})
  void solvesWhatItDecomposed(int n) {
    SplittableRandom chance = new SplittableRandom(n);
    double[][] matrix = positiveDefinite(n, chance);
    double[] x = chance.doubles(n, -1, 1).toArray();
    double[] b = new double[n];
    double[][] upper = new double[n][];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        b[i] += matrix[i][j] * x[j];
      }
      upper[i] = matrix[i].clone();
    }
    Cholesky.decompose(upper);
    for (int i = 0; i < n; i++) {
      for (int j = i; j < n; j++) {
        double product = 0;
        for (int k = 0; k <= i; k++) {
          product += upper[k][i] * upper[k][j];
        }
        assertThat(product).isCloseTo(matrix[i][j], within(1e-10));
      }
    }
    Cholesky.solve(upper, b);
    assertThat(b).containsExactly(x, within(1e-9));
  }
}
