package dev.bottleneck.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsCsvTest {
  @Test
  void quotesWhatRfc4180Asks(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("sub/metrics.csv");
    new MetricsCsv("arm", "value")
        .row("a, \"b\"", 1)
        .row("two\nlines", null)
        .row("plain", Double.NaN)
        .write(file);
    assertThat(Files.readString(file))
        .isEqualTo("arm,value\r\n\"a, \"\"b\"\"\",1\r\n\"two\nlines\",\r\nplain,NaN\r\n");
  }

  @Test
  void numbersRoundTrip() {
    double value = 0.1 + 0.2;
    String line = new MetricsCsv("x").row(value).toString().split("\r\n")[1];
    assertThat(Double.parseDouble(line)).isEqualTo(value);
  }

  @Test
  void refusesARowOfAnotherLength() {
    assertThatThrownBy(() -> new MetricsCsv("a", "b").row(1)).hasMessageContaining("2 columns");
  }

  /** A spreadsheet must not compute what a user's file says; numbers are left alone. */
  @Test
  void noTextIsAFormula() {
    String csv =
        new MetricsCsv("=a")
            .row("=HYPERLINK(\"x\")")
            .row("@SUM(1)")
            .row("+1+cmd")
            .row(" =1")
            .row("-x")
            .row("\t=1")
            .row("-0.5")
            .row("+1e-3")
            .row("a=b")
            .row(-1.5)
            .toString();
    assertThat(csv.split("\r\n"))
        .containsExactly(
            "'=a",
            "\"'=HYPERLINK(\"\"x\"\")\"",
            "'@SUM(1)",
            "'+1+cmd",
            "' =1",
            "'-x",
            "'\t=1",
            "-0.5",
            "+1e-3",
            "a=b",
            "-1.5");
  }
}
