package dev.bottleneck.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.bottleneck.runtime.Ahead;
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
    new MapForces(affinities).gradient(at, 1, gradient);
    for (int c = 0; c < 2; c++) {
      for (int i = 0; i < 25; i++) {
        double before = at[c][i];
        at[c][i] = before + 1e-5;
        double up = divergence(affinities, at);
        at[c][i] = before - 1e-5;
        double down = divergence(affinities, at);
        at[c][i] = before;
        assertThat(gradient[c][i]).isCloseTo((up - down) / 2e-5, within(1e-6));
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
  void allPairsRepelEachOtherAsInDoublePrecision() {
    int n = 600;
    double[][] points = clusters(n, 2, 2, 30);
    double[][] at = new double[2][n];
    for (int i = 0; i < n; i++) {
      at[0][i] = points[i][0];
      at[1][i] = points[i][1];
    }
    // Two at one place, too.
    at[0][1] = at[0][0];
    at[1][1] = at[1][0];
    double[][] found = new double[2][n];
    new MapForces(Affinities.of(points, 20)).gradient(at, 0, found);
    double total = 0;
    double[] across = new double[n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        double dx = at[0][i] - at[0][j];
        double w = 1 / (1 + dx * dx + Math.pow(at[1][i] - at[1][j], 2));
        total += i == j ? 0 : w;
        across[i] += w * w * dx;
      }
    }
    for (int i = 0; i < n; i++) {
      assertThat(found[0][i]).isCloseTo(-4 * across[i] / total, within(1e-7));
    }
  }

  @Test
  void theSmallestAreFoundInTheirOrder() {
    SplittableRandom chance = new SplittableRandom(2);
    for (int n = 1; n < 60; n++) {
      // Few different numbers, so that there are equals.
      long[] values = chance.longs(n, 0, 20).toArray();
      long[] sorted = values.clone();
      Arrays.sort(sorted);
      int count = chance.nextInt(1, n + 1);
      Selection.smallest(values, count);
      assertThat(Arrays.copyOf(values, count)).isEqualTo(Arrays.copyOf(sorted, count));
      Arrays.sort(values);
      assertThat(values).isEqualTo(sorted);
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
    Ahead<double[][]> begun = CodeMap.ahead(broken, 1); // or it would cost the figures after it
    assertThatThrownBy(begun::get).hasMessageContaining("not finite");
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
