package dev.bottleneck.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;

class NumbersTest {
  @Test
  void fixedDecimalsWithATrueMinus() {
    assertThat(Numbers.fixed(-1.256, 2)).isEqualTo("−1.26");
    assertThat(Numbers.fixed(3, 0)).isEqualTo("3");
    assertThat(Numbers.fixed(Double.NaN, 2)).isEqualTo("–");
    assertThat(Numbers.fixed(Double.NEGATIVE_INFINITY, 2)).isEqualTo("−∞");
  }

  @Test
  void noughtHasNoSign() {
    assertThat(Numbers.fixed(-0.001, 2)).isEqualTo("0.00");
    assertThat(Numbers.fixed(-0.0, 0)).isEqualTo("0");
  }

  @Test
  void pValuesKeepTwoDigits() {
    assertThat(Numbers.pValue(0.6234)).isEqualTo("0.62");
    assertThat(Numbers.pValue(0.0314)).isEqualTo("0.031");
    assertThat(Numbers.pValue(0.00031)).isEqualTo("0.0003");
    assertThat(Numbers.pEquals(0.00001)).isEqualTo("p < 0.0001");
    assertThat(Numbers.pEquals(Double.NaN)).isEqualTo("p = –");
  }

  @Test
  void theLocaleDoesNotMatter() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.GERMANY);
      assertThat(Numbers.fixed(0.5, 2)).isEqualTo("0.50");
      assertThat(new MetricsCsv("a").row(0.5).toString()).isEqualTo("a\r\n0.5\r\n");
    } finally {
      Locale.setDefault(before);
    }
  }
}
