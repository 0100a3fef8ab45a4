package dev.bottleneck.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import org.junit.jupiter.api.Test;

class FunctionChartTest {
  private static BufferedImage chart() {
    return FunctionChart.titled("Basis", "position", new double[] {0, 1, 2}, 2)
        .panel("first")
        .given("true", 0, 1, 0)
        .found("recovered", 0, 0.9, Double.NaN)
        .panel("second")
        .given("true", 1, 0, 1)
        .panel("third")
        .found("recovered", 1, 0, 1)
        .draw()
        .image();
  }

  @Test
  void theSameFunctionsGiveTheSamePixelsAndPanelsFillRows() {
    assertThat(PngFile.of(chart())).isEqualTo(PngFile.of(chart()));
    BufferedImage one =
        FunctionChart.titled("Basis", "x", new double[] {0, 1}, 2)
            .panel("a")
            .found("f", 1, 2)
            .draw()
            .image();
    assertThat(chart().getHeight()).isGreaterThan(one.getHeight());
  }

  @Test
  void whatCannotBeDrawnIsRefused() {
    assertThatThrownBy(() -> FunctionChart.titled("", "", new double[] {1, 1}, 1))
        .hasMessageContaining("ascending");
    FunctionChart chart = FunctionChart.titled("", "", new double[] {0, 1}, 1);
    assertThatThrownBy(chart::draw).hasMessageContaining("no function");
    assertThatThrownBy(() -> chart.found("f", 1)).hasMessageContaining("1 values at 2 positions");
    chart.found("f", Double.NaN, Double.NaN);
    assertThatThrownBy(chart::draw).hasMessageContaining("no finite value");
  }
}
