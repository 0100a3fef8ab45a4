package dev.bottleneck.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.bottleneck.evaluation.PairedComparison.MeanDifference;
import java.util.Arrays;
import java.util.Random;
import org.apache.commons.statistics.inference.WilcoxonSignedRankTest;
import org.junit.jupiter.api.Test;

class PairedComparisonTest {
  @Test
  void agreesWithTheSleepData() {
    // Student, Biometrika 6 (1908). R: t.test(extra ~ group, data = sleep, paired = TRUE) gives
    // t = -4.0621, df = 9, p-value = 0.002833.
    double[] drug1 = {0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0};
    double[] drug2 = {1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4};
    PairedComparison c = PairedComparison.of("drug 1", drug1, "drug 2", drug2);
    MeanDifference mean = c.mean().orElseThrow();
    assertThat(mean.student().estimate()).isCloseTo(-1.58, within(1e-9));
    assertThat(mean.student().lower()).isCloseTo(-2.4598858, within(1e-7));
    assertThat(mean.student().upper()).isCloseTo(-0.7001142, within(1e-7));
    assertThat(mean.tTestP()).isCloseTo(0.002833, within(1e-6));
    assertThat(c.bLower().count()).isZero();
    assertThat(c.aLower().count()).isEqualTo(9);
    assertThat(c.signs().pValue()).isCloseTo(2 / 512.0, within(1e-15));
    assertThat(c.signs().median().estimate()).isCloseTo(-1.3, within(1e-9));
    // One difference is nought and is left out; the other nine (with a tie) are all negative: one
    // of 2⁹ sign patterns on either side.
    assertThat(c.wilcoxonP()).isCloseTo(2 / 512.0, within(1e-15));
  }

  @Test
  void agreesWithTheDepressionData() {
    // Hollander and Wolfe, "Nonparametric statistical methods" (1973), table 3.1; R's example of
    // wilcox.test: V = 40, p-value = 0.01953 one-sided, 0.03906 two-sided.
    double[] first = {1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30};
    double[] second = {0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29};
    PairedComparison c = PairedComparison.of("first", first, "second", second);
    assertThat(c.wilcoxonP()).isCloseTo(0.0390625, within(1e-12));
    assertThat(c.bLower().count()).isEqualTo(7);
    // R: wilcox.test(first, second, paired = TRUE, conf.int = TRUE) gives 0.46 (0.010 to 0.786).
    assertThat(c.center().estimate()).isCloseTo(0.46, within(1e-9));
    assertThat(c.center().lower()).isCloseTo(0.010, within(1e-9));
    assertThat(c.center().upper()).isCloseTo(0.786, within(1e-9));
  }

  @Test
  void countsTiesOut() {
    // |d| = 1, 1, 2: mid-ranks 1.5, 1.5, 3. V⁻ = 1.5 for the one negative. Of the 8 sign patterns,
    // sums ≤ 1.5 are 0, 1.5, 1.5: p = 2 · 3/8.
    assertThat(SignedRank.pValue(new double[] {-1, 1, 2})).isCloseTo(0.75, within(1e-15));
    // Binary rounding must not break the tie: 0.3 − 0.2 ≠ 0.2 − 0.1 in doubles.
    PairedComparison c =
        PairedComparison.of("a", new double[] {0.3, 0.1, 0.4}, "b", new double[] {0.2, 0.2, 0.2});
    assertThat(c.wilcoxonP()).isCloseTo(0.75, within(1e-15));
  }

  @Test
  void countingAgreesWithEnumerationOfAllSigns() {
    Random random = new Random(7);
    for (int trial = 0; trial < 20; trial++) {
      double[] d = random.ints(8, -4, 5).filter(x -> x != 0).asDoubleStream().toArray();
      double[] size = Arrays.stream(d).map(Math::abs).toArray();
      double[] ranks = new org.apache.commons.statistics.ranking.NaturalRanking().apply(size);
      int mask = 0;
      for (int i = 0; i < d.length; i++) {
        mask |= d[i] > 0 ? 1 << i : 0;
      }
      double seen = sum(ranks, mask);
      double below = 0;
      double above = 0;
      for (int m = 0; m < 1 << d.length; m++) {
        below += sum(ranks, m) <= seen ? 1 : 0;
        above += sum(ranks, m) >= seen ? 1 : 0;
      }
      double expected = Math.min(1, 2 * Math.min(below, above) / (1 << d.length));
      assertThat(SignedRank.pValue(d)).isCloseTo(expected, within(1e-12));
    }
  }

  private static double sum(double[] ranks, int mask) {
    double sum = 0;
    for (int i = 0; i < ranks.length; i++) {
      sum += (mask >> i & 1) == 1 ? ranks[i] : 0;
    }
    return sum;
  }

  @Test
  void followsCommonsWithoutTies() {
    double[] d = {0.3, -0.1, 0.7, 1.2, -0.4, 0.5};
    assertThat(SignedRank.pValue(d))
        .isEqualTo(WilcoxonSignedRankTest.withDefaults().test(d).getPValue());
  }

  @Test
  void withoutSpreadThereIsNoTTest() {
    PairedComparison same =
        PairedComparison.of("a", new double[] {1, 2, 3}, "b", new double[] {1, 2, 3});
    assertThat(same.mean().orElseThrow().tTestP()).isNaN();
    assertThat(same.wilcoxonP()).isNaN();
    assertThat(same.signs().pValue()).isNaN();
    PairedComparison shifted =
        PairedComparison.of("a", new double[] {0.3, 0.2}, "b", new double[] {0.2, 0.1});
    assertThat(shifted.mean().orElseThrow().tTestP()).isNaN();
    assertThat(shifted.wilcoxonP()).isEqualTo(0.5);
    assertThat(shifted.bLower().count()).isEqualTo(2);
  }

  @Test
  void aFailedRunCountsAsWorseThanAnyOther() {
    double[] a = {.02, Double.NaN, .03, Double.NaN, .02, .02, .02};
    double[] b = {.01, .9, Double.NaN, Double.POSITIVE_INFINITY, .01, .01, .01};
    PairedComparison c = PairedComparison.of("a", a, "b", b);
    assertThat(c.bLower().count()).isEqualTo(5); // .9 is less than a run that failed
    assertThat(c.aLower().count()).isEqualTo(1);
    assertThat(c.arms().failedA()).isEqualTo(1);
    assertThat(c.arms().failedB()).isEqualTo(1);
    assertThat(c.arms().failedBoth()).isEqualTo(1);
    assertThat(c.mean()).isEmpty();
    assertThat(c.signs().median().estimate()).isCloseTo(.01, within(1e-12));
    // |d| is .01 four times and ∞ twice: mid-ranks 2.5 and 5.5; V⁻ = 5.5; 13 of 64 sums are no
    // larger.
    assertThat(c.wilcoxonP()).isCloseTo(2 * 13 / 64.0, within(1e-12));
    PairedComparison higher = PairedComparison.of("a", a, "b", b, false);
    assertThat(higher.aLower().count()).isEqualTo(1); // where higher is better, −∞ is the worst
  }

  @Test
  void turnedItSaysTheSameOfTheOther() {
    double[] a = {.02, .03, .05, .04, .06, .07, Double.NaN};
    double[] b = {.01, .04, .03, .02, .03, .02, .01};
    assertThat(PairedComparison.of("a", a, "b", b).turned())
        .hasToString(PairedComparison.of("b", b, "a", a).toString());
  }

  @Test
  void refusesUnequalArms() {
    assertThatThrownBy(() -> PairedComparison.of("a", new double[2], "b", new double[3]))
        .hasMessageContaining("'a' has 2, 'b' has 3");
  }
}
