package dev.bottleneck.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.bottleneck.runtime.Interrupted;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class CodeMapTest {
  private static double[][] clusters(int n, int units, int classes, double apart) {
    SplittableRandom chance = new SplittableRandom(7);
    double[][] points = new double[n][units];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < units; j++) {
        points[i][j] = chance.nextGaussian() + (i % classes == j ? apart : 0);
      }
    }
    return points;
  }

  @Test
  void affinitiesHaveThePerplexityAskedFor() {
    Affinities affinities = Affinities.of(clusters(200, 5, 3, 4), 20);
    for (int i = 0; i < 200; i++) {
      double entropy = Arrays.stream(affinities.given()[i]).map(p -> -p * Math.log(p)).sum();
      assertThat(Math.exp(entropy)).isCloseTo(20, within(1e-3));
      assertThat(affinities.neighbours()[i]).hasSize(60).doesNotContain(i).doesNotHaveDuplicates();
    }
  }

  @Test
  void gradientAgreesWithFiniteDifferencesOfTheDivergence() {
    double[][] points = clusters(25, 4, 3, 3);
    Affinities affinities = Affinities.of(points, 6);
    double[][] at = new double[2][25];
    SplittableRandom chance = new SplittableRandom(3);
    for (int i = 0; i < 25; i++) {
      at[0][i] = chance.nextGaussian();
      at[1][i] = chance.nextGaussian();
    }
    double[][] gradient = new double[2][25];
    CodeMap.gradient(affinities, at, 1, 0, gradient);
    for (int c = 0; c < 2; c++) {
      for (int i = 0; i < 25; i++) {
        double before = at[c][i];
        at[c][i] = before + 1e-5;
        double up = divergence(affinities, at);
        at[c][i] = before - 1e-5;
        double down = divergence(affinities, at);
        at[c][i] = before;
        assertThat(gradient[c][i]).isCloseTo((up - down) / 2e-5, within(1e-7));
      }
    }
  }

  /** KL(P‖Q) written out over all pairs. */
  private static double divergence(Affinities affinities, double[][] at) {
    int n = at[0].length;
    double[][] p = new double[n][n];
    double[][] w = new double[n][n];
    double total = 0;
    for (int i = 0; i < n; i++) {
      for (int m = 0; m < affinities.neighbours()[i].length; m++) {
        int j = affinities.neighbours()[i][m];
        p[i][j] += affinities.given()[i][m] / (2 * n);
        p[j][i] += affinities.given()[i][m] / (2 * n);
      }
      for (int j = 0; j < n; j++) {
        double dx = at[0][i] - at[0][j];
        double dy = at[1][i] - at[1][j];
        w[i][j] = i == j ? 0 : 1 / (1 + dx * dx + dy * dy);
        total += w[i][j];
      }
    }
    double sum = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        sum += p[i][j] > 0 ? p[i][j] * Math.log(p[i][j] * total / w[i][j]) : 0;
      }
    }
    return sum;
  }

  @Test
  void theTreeIsExactAtThetaNoughtAndCloseAtAHalf() {
    double[][] points = clusters(600, 2, 2, 8);
    double[] x = Arrays.stream(points).mapToDouble(p -> p[0]).toArray();
    double[] y = Arrays.stream(points).mapToDouble(p -> p[1]).toArray();
    // Points at one place, too.
    x[1] = x[0];
    y[1] = y[0];
    QuadTree tree = new QuadTree(x, y);
    for (int i = 0; i < 600; i += 37) {
      double total = 0;
      double across = 0;
      for (int j = 0; j < 600; j++) {
        double q = 1 / (1 + Math.pow(x[i] - x[j], 2) + Math.pow(y[i] - y[j], 2));
        total += q;
        across += q * q * (x[i] - x[j]);
      }
      double[] force = new double[2];
      assertThat(tree.repulsion(x[i], y[i], 0, force)).isCloseTo(total, within(1e-9));
      assertThat(force[0]).isCloseTo(across, within(1e-9));
      assertThat(tree.repulsion(x[i], y[i], 0.5, force)).isCloseTo(total, within(0.02 * total));
    }
  }

  @Test
  void separateClustersStaySeparateAndTheMapIsTheSameAgain() {
    INDArray codes = Nd4j.createFromArray(clusters(240, 10, 4, 9));
    double[][] map = CodeMap.of(codes, 1);
    assertThat(map).isDeepEqualTo(CodeMap.of(codes, 1));
    int together = 0;
    for (int i = 0; i < map.length; i++) {
      int nearest = -1;
      double least = Double.POSITIVE_INFINITY;
      for (int j = 0; j < map.length; j++) {
        double d = Math.hypot(map[i][0] - map[j][0], map[i][1] - map[j][1]);
        if (j != i && d < least) {
          least = d;
          nearest = j;
        }
      }
      together += nearest % 4 == i % 4 ? 1 : 0;
    }
    assertThat(together).isEqualTo(240);
    double width = Arrays.stream(map).mapToDouble(p -> p[0]).max().orElse(0);
    assertThat(width).isBetween(1.0, 1000.0);
  }

  @Test
  void oneUnitAndEqualCodesAreNoTrouble() {
    INDArray line = Nd4j.linspace(0, 1, 40).reshape(40, 1);
    assertThat(Arrays.stream(CodeMap.of(line, 1)).flatMapToDouble(Arrays::stream))
        .allMatch(Double::isFinite);
    INDArray same = Nd4j.ones(20, 3);
    assertThat(Arrays.stream(CodeMap.of(same, 1)).flatMapToDouble(Arrays::stream))
        .allMatch(Double::isFinite);
    assertThatThrownBy(() -> CodeMap.of(Nd4j.ones(3, 3), 1)).hasMessageContaining("4 or more");
    INDArray broken = Nd4j.ones(5, 3).putScalar(1, 1, Double.NaN);
    assertThatThrownBy(() -> CodeMap.of(broken, 1)).hasMessageContaining("not finite");
  }

  @Test
  void endsWhenItIsInterrupted() {
    INDArray codes = Nd4j.createFromArray(clusters(40, 3, 2, 5));
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> CodeMap.of(codes, 1)).isInstanceOf(Interrupted.class);
    } finally {
      assertThat(Thread.interrupted()).as("the flag stays set").isTrue();
    }
  }

  @Test
  void principalComponentsAreOrderedUncorrelatedAndKeepDistances() {
    double[][] points = clusters(100, 6, 2, 5);
    double[][] seen = PrincipalComponents.of(Nd4j.createFromArray(points), 6);
    double before = 0;
    double after = 0;
    for (int j = 0; j < 6; j++) {
      before += Math.pow(points[3][j] - points[8][j], 2);
      after += Math.pow(seen[3][j] - seen[8][j], 2);
    }
    assertThat(after).isCloseTo(before, within(1e-9));
    double last = Double.POSITIVE_INFINITY;
    for (int c = 0; c < 6; c++) {
      int column = c;
      double variance = Arrays.stream(seen).mapToDouble(p -> p[column] * p[column]).sum();
      double mixed = Arrays.stream(seen).mapToDouble(p -> p[column] * p[(column + 1) % 6]).sum();
      assertThat(mixed).isCloseTo(0, within(1e-8));
      assertThat(variance).isLessThanOrEqualTo(last);
      last = variance;
    }
  }
}
