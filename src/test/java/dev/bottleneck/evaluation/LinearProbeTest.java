package dev.bottleneck.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.bottleneck.runtime.Interrupted;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class LinearProbeTest {
  private static int[] thirds(int n) {
    int[] labels = new int[n];
    for (int i = 0; i < n; i++) {
      labels[i] = i % 3;
    }
    return labels;
  }

  private static INDArray codes() {
    double[][] x = new double[30][];
    for (int i = 0; i < 30; i++) {
      double shift = i % 3;
      x[i] = new double[] {i * 7 % 11 / 5.0 - 1 + shift * 0.6, i * 5 % 13 / 6.0 - 1 - shift * 0.4};
    }
    return Nd4j.createFromArray(x);
  }

  /** Computed with SciPy: the same objective, scipy.optimize.minimize, BFGS then Nelder-Mead. */
  @Test
  void agreesWithScipy() {
    LinearProbe probe = LinearProbe.fit(codes(), thirds(30), 0.05);
    assertThat(probe.converged()).isTrue();
    double[] expected = {
      -0.80150, -0.06780, 0.86929, 0.51050, 0.09378, -0.60428, -0.09926, 0.23736, -0.13815
    };
    assertThat(probe.parameters()).containsExactly(expected, within(2e-4));
  }

  @Test
  void gradientAgreesWithFiniteDifferences() {
    SoftmaxRegression objective =
        new SoftmaxRegression(
            SoftmaxRegression.withOne(codes(), DataType.DOUBLE), thirds(30), 3, 0.1);
    double[] at = {0.3, -0.2, 0.1, 0.5, -0.4, 0.2, 0.1, 0.2, -0.6};
    double[] gradient = new double[9];
    objective.value(at, gradient);
    for (int i = 0; i < 9; i++) {
      double[] up = at.clone();
      double[] down = at.clone();
      up[i] += 1e-5;
      down[i] -= 1e-5;
      double slope =
          (objective.value(up, new double[9]) - objective.value(down, new double[9])) / 2e-5;
      assertThat(gradient[i]).isCloseTo(slope, within(1e-8));
    }
  }

  /** One unit, two classes, ±1: W = (−w, w) and no biases, by symmetry. */
  @Test
  void agreesWithHand() {
    INDArray x = Nd4j.createFromArray(new float[][] {{3}, {5}});
    double l2 = 0.1;
    double[] p = LinearProbe.fit(x, new int[] {0, 1}, l2).parameters();
    // f = ln(1 + exp(−2w)) + λw², so that f' = 0 where λw = 1/(1 + exp(2w)).
    assertThat(l2 * p[1]).isCloseTo(1 / (1 + Math.exp(2 * p[1])), within(2e-5));
    assertThat(p).containsExactly(new double[] {-p[1], p[1], 0, 0}, within(1e-6));
  }

  @Test
  void separableCodesAreToldApartAndConstantUnitsDoNoHarm() {
    int[] labels = thirds(300);
    SplittableRandom chance = new SplittableRandom(1);
    float[][] x = new float[300][];
    for (int i = 0; i < 300; i++) {
      float noise = (float) (0.2 * chance.nextGaussian());
      x[i] = new float[] {labels[i] == 1 ? 5 + noise : noise, labels[i] == 2 ? 5 : noise, 0.3f};
    }
    LinearProbe probe = LinearProbe.fit(Nd4j.createFromArray(x), labels);
    assertThat(probe.classify(Nd4j.createFromArray(x), labels).error()).isZero();
    // A unit that was constant says nothing, whatever it does later.
    x[0][2] = 1e6f;
    assertThat(probe.classify(Nd4j.createFromArray(x), labels).error()).isZero();
    assertThat(LinearProbe.fit(Nd4j.createFromArray(x), labels).parameters())
        .isEqualTo(LinearProbe.fit(Nd4j.createFromArray(x), labels).parameters());
  }

  @Test
  void aClassNeverSeenCountsAsWrong() {
    LinearProbe probe = LinearProbe.fit(codes(), thirds(30));
    int[] strange = new int[30];
    Arrays.fill(strange, 7);
    assertThat(probe.classify(codes(), strange).error()).isEqualTo(1);
  }

  /** Ctrl-C: a fit of thousands of iterations must not outlast the time there is for a report. */
  @Test
  void endsWhenItIsInterrupted() {
    int[] evaluations = new int[1];
    Lbfgs.Objective steep =
        (x, gradient) -> {
          if (++evaluations[0] == 3) {
            Thread.currentThread().interrupt();
          }
          gradient[0] = 4 * Math.pow(x[0], 3);
          return Math.pow(x[0], 4);
        };
    try {
      assertThatThrownBy(() -> Lbfgs.minimise(steep, new double[] {9}, 0, 2_000))
          .isInstanceOf(Interrupted.class);
      assertThat(evaluations[0]).isLessThan(50);
      assertThatThrownBy(() -> LinearProbe.fit(codes(), thirds(30)))
          .isInstanceOf(Interrupted.class);
    } finally {
      assertThat(Thread.interrupted()).as("the flag stays set").isTrue();
    }
  }

  @Test
  void whatCannotBeFittedIsRefused() {
    assertThatThrownBy(() -> LinearProbe.fit(codes(), new int[30]))
        .hasMessageContaining("two classes");
    assertThatThrownBy(() -> LinearProbe.fit(codes(), new int[3])).hasMessageContaining("3 labels");
    assertThatThrownBy(() -> LinearProbe.fit(codes(), thirds(30), 0))
        .hasMessageContaining("not above 0");
    INDArray broken = codes().putScalar(3, 1, Double.NaN);
    assertThatThrownBy(() -> LinearProbe.fit(broken, thirds(30)))
        .hasMessageContaining("not finite");
  }
}
