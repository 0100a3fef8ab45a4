package dev.bottleneck.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FunctionalAnovaTest {
  private static double[][] points(int n) {
    SplittableRandom random = new SplittableRandom(7);
    double[][] x = new double[n][];
    Arrays.setAll(x, i -> random.doubles(3).toArray());
    return x;
  }

  private static double[] shares(double[][] x, ToDoubleFunction<double[]> f) {
    return FunctionalAnova.shares(x, Arrays.stream(x).mapToDouble(f).toArray(), 1);
  }

  @Test
  void findsTheSharesOfASum() {
    // Variances of 2x, x and 0 on [0, 1]: 4/12, 1/12 and 0.
    double[] shares = shares(points(400), x -> 2 * x[0] + x[1]);
    assertThat(shares[0]).isCloseTo(0.8, within(0.05));
    assertThat(shares[1]).isCloseTo(0.2, within(0.05));
    assertThat(shares[2]).isLessThan(0.01);
  }

  @Test
  void leavesInteractionsToNone() {
    // The sign of (x0 − ½)(x1 − ½): alone neither input says anything.
    double[] shares = shares(points(400), x -> (x[0] - 0.5) * (x[1] - 0.5) > 0 ? 1 : 0);
    assertThat(Arrays.stream(shares).sum()).isLessThan(0.2);
  }

  @Test
  void aStepIsDueToItsInputAlone() {
    double[] shares = shares(points(200), x -> x[2] > 0.3 ? 5 : 1);
    assertThat(shares[2]).isGreaterThan(0.95);
  }

  @Test
  void aConstantDependsOnNothing() {
    assertThat(shares(points(20), x -> 4)).containsExactly(0, 0, 0);
  }

  @Test
  void theLeavesOfATreeAreTheWholeCube() {
    double[][] x = points(50);
    double[] y = Arrays.stream(x).mapToDouble(p -> p[0] * p[1]).toArray();
    List<RegressionTree.Leaf> leaves = RegressionTree.leaves(x, y, new SplittableRandom(1));
    assertThat(leaves).hasSizeGreaterThan(3);
    assertThat(leaves.stream().mapToDouble(RegressionTree.Leaf::volume).sum())
        .isCloseTo(1, within(1e-12));
  }

  /** The middle of two neighbours is one of them; where it is the upper one, nothing is split. */
  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.3, 0.5, 0.7, 1e-300, 0x1p-1074})
  void splitsBetweenNeighbouringNumbers(double number) {
    for (double below : new double[] {number, Math.nextUp(number)}) {
      double above = Math.nextUp(below);
      double[][] x = new double[20][];
      double[] y = new double[20];
      for (int i = 0; i < x.length; i++) {
        x[i] = new double[] {i % 2 == 0 ? below : above};
        y[i] = i % 2;
      }
      List<RegressionTree.Leaf> leaves = RegressionTree.leaves(x, y, new SplittableRandom(1));
      assertThat(leaves).extracting(RegressionTree.Leaf::mean).containsExactly(0.0, 1.0);
    }
  }
}
