package dev.bottleneck.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubspaceTest {
  private static final Offset<Double> EXACT = within(1e-12);

  private static Subspace span(double[]... vectors) {
    return Subspace.spannedBy(vectors);
  }

  private static double[] v(double... values) {
    return values;
  }

  private static double[][] random(int vectors, int values, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[][] drawn = new double[vectors][values];
    for (double[] vector : drawn) {
      for (int i = 0; i < values; i++) {
        vector[i] = random.nextDouble() - 0.5;
      }
    }
    return drawn;
  }

  /** M V: other vectors of the same span, if M can be inverted. */
  private static double[][] mixed(double[][] m, double[][] vectors) {
    double[][] sums = new double[m.length][vectors[0].length];
    for (int row = 0; row < m.length; row++) {
      for (int k = 0; k < vectors.length; k++) {
        for (int i = 0; i < vectors[k].length; i++) {
          sums[row][i] += m[row][k] * vectors[k][i];
        }
      }
    }
    return sums;
  }

  @Test
  void equalSpansHaveNoAngle() {
    Subspace plane = span(v(1, 2, 0, 1), v(0, 1, -1, 3));
    Subspace same = span(v(1, 3, -1, 4), v(2, 3, 1, -1));
    assertThat(plane.anglesTo(same)).containsExactly(v(0, 0), EXACT);
    assertThat(plane.largestAngleTo(same)).isCloseTo(0, EXACT);
  }

  @Test
  void orthogonalSpansHaveRightAngles() {
    assertThat(span(v(1, 1, 0, 0), v(1, -1, 0, 0)).anglesTo(span(v(0, 0, 2, 1), v(0, 0, 0, 5))))
        .containsExactly(v(90, 90), EXACT);
  }

  /** The plane of e1 and e2, and that of e1 and e2 turned towards e3 by the angle. */
  @ParameterizedTest
  @ValueSource(doubles = {1e-9, 1e-4, 1, 30, 45, 72.5, 89.9999, 90 - 1e-9, 90})
  void findsTheAngleOfARotation(double degrees) {
    double t = Math.toRadians(degrees);
    Subspace plane = span(v(1, 0, 0), v(0, 1, 0));
    Subspace turned = span(v(1, 0, 0), v(0, Math.cos(t), Math.sin(t)));
    assertThat(plane.anglesTo(turned)).containsExactly(v(0, degrees), EXACT);
    assertThat(turned.anglesTo(plane)).containsExactly(v(0, degrees), EXACT);
  }

  @Test
  void doesNotDependOnTheBasis() {
    double[][] a = random(2, 30, 1);
    double[][] b = random(2, 30, 2);
    double[] angles = span(a).anglesTo(span(b));
    double[][] m = {{2, -7}, {0.5, 3}};
    assertThat(angles[0]).isGreaterThan(1).isLessThan(angles[1]);
    assertThat(span(mixed(m, a)).anglesTo(span(b))).containsExactly(angles, EXACT);
    assertThat(span(a).anglesTo(span(mixed(m, b)))).containsExactly(angles, EXACT);
    assertThat(span(b).anglesTo(span(a))).containsExactly(angles, EXACT);
    assertThat(span(mixed(m, a)).rSquared(b[0])).isCloseTo(span(a).rSquared(b[0]), EXACT);
  }

  /** The largest angle is the arc sine of the gap, the most that P v can miss a unit vector v. */
  @Test
  void theLargestAngleIsTheWorstMiss() {
    Subspace a = span(random(2, 5, 3));
    double[][] b = {{1, 0, 0, 0, 0}, {0, 1, 0, 0, 0}};
    double worst = 0;
    for (int i = 0; i < 100_000; i++) {
      double t = Math.PI * i / 100_000;
      double[] unit = mixed(new double[][] {{Math.cos(t), Math.sin(t)}}, b)[0];
      worst = Math.max(worst, Math.asin(Math.sqrt(1 - a.rSquared(unit))));
    }
    assertThat(a.largestAngleTo(span(b))).isCloseTo(Math.toDegrees(worst), within(1e-6));
  }

  @Test
  void aSpanTooSmallMissesByARightAngleAndALargerOneMayHoldAll() {
    Subspace line = span(v(1, 1, 0), v(2, 2, 0));
    Subspace plane = span(v(1, 0, 0), v(0, 1, 0));
    assertThat(line.dimension()).isEqualTo(1);
    assertThat(line.anglesTo(plane)).containsExactly(v(0, 90), EXACT);
    assertThat(plane.anglesTo(line)).containsExactly(v(0), EXACT);
    Subspace space = span(v(1, 0, 0), v(0, 1, 0), v(0, 0, 1), v(1, 1, 1));
    assertThat(space.dimension()).isEqualTo(3);
    assertThat(space.anglesTo(plane)).containsExactly(v(0, 0), EXACT);
  }

  @Test
  void projectsByHand() {
    Subspace line = span(v(3, 4, 0));
    assertThat(line.nearest(v(5, 0, 0))).containsExactly(v(1.8, 2.4, 0), EXACT);
    // cos² of the angle: (3/5)².
    assertThat(line.rSquared(v(5, 0, 0))).isCloseTo(0.36, EXACT);
    assertThat(line.rSquared(v(-6, -8, 0))).isCloseTo(1, EXACT);
    assertThat(line.rSquared(v(0, 0, 1))).isCloseTo(0, EXACT);
    assertThat(line.rSquared(v(0, 0, 0))).isNaN();
  }

  @Test
  void refusesWhatSpansNothing() {
    assertThatThrownBy(() -> span(v(0, 0))).hasMessageContaining("span nothing");
    assertThatThrownBy(() -> span(v(1, Double.NaN))).hasMessageContaining("not finite");
  }
}
