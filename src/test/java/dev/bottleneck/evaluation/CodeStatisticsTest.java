package dev.bottleneck.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class CodeStatisticsTest {
  @Test
  void agreesWithHandAndDoesNotDependOnBatches() {
    float[][] codes = {{0, 1, 2}, {0.0005f, 1, 4}, {0, 1, 6}};
    CodeStatistics statistics = new CodeStatistics();
    statistics.add(Nd4j.createFromArray(new float[][] {codes[0]}));
    statistics.add(Nd4j.createFromArray(new float[][] {codes[1], codes[2]}));
    assertThat(statistics.meanActivations())
        .containsExactly(new double[] {0.0005 / 3, 1, 4}, within(1e-9));
    assertThat(statistics.meanActivation()).isCloseTo((0.0005 / 3 + 5) / 3, within(1e-9));
    assertThat(statistics.standardDeviations()[2]).isCloseTo(Math.sqrt(8.0 / 3), within(1e-12));
    assertThat(statistics.sparsity()).isCloseTo(3.0 / 9, within(1e-12));
    assertThat(statistics.deadUnits()).isCloseTo(2.0 / 3, within(1e-12));
  }

  @Test
  void unitsStuckAtAnyLevelAreDead() {
    INDArray codes = Nd4j.rand(DataType.FLOAT, 500, 5);
    codes.putColumn(0, Nd4j.zeros(DataType.FLOAT, 500));
    codes.putColumn(1, Nd4j.ones(DataType.FLOAT, 500));
    codes.putColumn(2, Nd4j.ones(DataType.FLOAT, 500).neg());
    assertThat(new CodeStatistics().add(codes).deadUnits()).isEqualTo(0.6);
    // The scale of the code does not matter.
    assertThat(new CodeStatistics().add(codes.mul(0.01)).deadUnits()).isEqualTo(0.6);
    assertThat(new CodeStatistics().add(codes.mul(1000)).deadUnits()).isEqualTo(0.6);
  }

  @Test
  void aCollapsedCodeIsDeadAltogether() {
    INDArray same = Nd4j.valueArrayOf(new long[] {50, 4}, 0.7f, DataType.FLOAT);
    assertThat(new CodeStatistics().add(same).add(same).deadUnits()).isEqualTo(1);
    same.putScalar(1, 1, Float.NaN);
    assertThat(new CodeStatistics().add(same).deadUnits()).isNaN();
  }

  @Test
  void otherUnitsAreRefused() {
    CodeStatistics statistics = new CodeStatistics().add(Nd4j.zeros(2, 3));
    assertThatThrownBy(() -> statistics.add(Nd4j.zeros(2, 4)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[n, 3]");
  }
}
