package dev.bottleneck.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SummaryTest {
  @Test
  void agreesWithStudentsOwnExample() {
    // Differences of the two drugs in Student, Biometrika 6 (1908); R's data set "sleep".
    Summary s = Summary.of(-1.2, -2.4, -1.3, -1.3, 0, -1.0, -1.8, -0.8, -4.6, -1.4);
    assertThat(s.n()).isEqualTo(10);
    assertThat(s.mean()).isCloseTo(-1.58, within(1e-12));
    assertThat(s.standardDeviation()).isCloseTo(1.229995, within(1e-6));
    assertThat(s.lower()).isCloseTo(-2.4598858, within(1e-7));
    assertThat(s.upper()).isCloseTo(-0.7001142, within(1e-7));
    assertThat(s.min()).isEqualTo(-4.6);
    assertThat(s.max()).isEqualTo(0);
  }

  @Test
  void quartilesAreThoseOfR() {
    // R: quantile(c(1, 2, 4, 8, 16, 32), c(.25, .5, .75)) gives 2.5, 6, 14.
    Summary.Quartiles q = Summary.of(32, 1, 4, 2, 16, 8).quartiles();
    assertThat(q).isEqualTo(new Summary.Quartiles(2.5, 6, 14));
    assertThat(Summary.of(32, 1, 4, 2, 16, 8).times(-1).quartiles())
        .isEqualTo(new Summary.Quartiles(-14, -6, -2.5));
  }

  /** Values are paired by their place: who looks at them must leave them there. */
  @Test
  void theValuesStayInTheirOrder() {
    double[] values = new java.util.Random(1).doubles(500).toArray();
    double[] before = values.clone();
    Summary.of(values);
    Outliers.of(values);
    BootstrapT.mean(values);
    HodgesLehmann.of(values);
    SignTest.of(values);
    SignedRank.pValue(values);
    PairedComparison.of("a", values, "b", before);
    assertThat(values).containsExactly(before);
  }

  @Test
  void aMeanLiesWhereTheValuesCanLie() {
    Summary s = Summary.of(.72, .84).within(0, 1);
    assertThat(s.mean()).isCloseTo(.78, within(1e-12));
    assertThat(s.lower()).isCloseTo(.78 - 12.7062 * .06, within(1e-4)); // t(0.975, 1) s / √2
    assertThat(s.upper()).isEqualTo(1);
  }

  @Test
  void oneSeedHasNeitherSpreadNorInterval() {
    Summary s = Summary.of(0.25);
    assertThat(s.mean()).isEqualTo(0.25);
    assertThat(s.standardDeviation()).isNaN();
    assertThat(s.lower()).isNaN();
    assertThat(s.text(2)).isEqualTo("0.25");
    assertThat(s.interval(2)).isEqualTo("–");
  }

  @Test
  void scalesWithItsInterval() {
    // n = 2, s = √2: t(0.975, 1) = 12.7062, so the half-width is 12.7062 · √2 / √2.
    Summary s = Summary.of(1, 3).times(-1);
    assertThat(s.mean()).isEqualTo(-2);
    assertThat(s.lower()).isCloseTo(-2 - 12.7062, within(1e-4));
    assertThat(s.upper()).isCloseTo(-2 + 12.7062, within(1e-4));
    assertThat(s.min()).isEqualTo(-3);
    assertThat(s.max()).isEqualTo(-1);
    assertThat(s.text(1)).isEqualTo("−2.0 (−14.7 to 10.7)");
  }

  @Test
  void aDivergedSeedIsNotHidden() {
    assertThat(Summary.of(1, Double.NaN, 3).mean()).isNaN();
    assertThat(Summary.of(1, Double.NaN, 3).text(2)).isEqualTo("–");
  }

  @Test
  void needsAValue() {
    assertThatThrownBy(Summary::of).isInstanceOf(IllegalArgumentException.class);
  }
}
