package dev.bottleneck.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class BootstrapTTest {
  @Test
  void isStudentsWhereValuesAreNormal() {
    double[] values = new Random(1).doubles(200).map(u -> Math.sqrt(2) * erfInverse(u)).toArray();
    Interval bootstrap = BootstrapT.mean(values);
    Interval student = Summary.of(values).ofMean();
    double width = student.upper() - student.lower();
    assertThat(bootstrap.estimate()).isCloseTo(student.estimate(), within(1e-12));
    assertThat(bootstrap.lower()).isCloseTo(student.lower(), within(0.06 * width));
    assertThat(bootstrap.upper()).isCloseTo(student.upper(), within(0.06 * width));
  }

  @Test
  void coversAMeanOfSkewedValuesBetterThanStudents() {
    Random random = new Random(2);
    int ofBootstrap = 0;
    int ofStudent = 0;
    for (int trial = 0; trial < 1_000; trial++) {
      double[] values =
          DoubleStream.generate(() -> Math.exp(1.2 * random.nextGaussian())).limit(20).toArray();
      double mean = Math.exp(0.72); // of a log-normal value: exp(σ² / 2)
      ofBootstrap += holds(BootstrapT.mean(values), mean);
      ofStudent += holds(Summary.of(values).ofMean(), mean);
    }
    assertThat(ofBootstrap).isGreaterThan(ofStudent + 30).isGreaterThan(880);
  }

  @Test
  void repeatsItself() {
    double[] values = {1, 2, 3, 4, 5, 6, 7, 8, 9, 30};
    assertThat(BootstrapT.mean(values)).isEqualTo(BootstrapT.mean(values));
    assertThat(BootstrapT.mean(values).upper()).isGreaterThan(Summary.of(values).upper());
  }

  @Test
  void saysNothingOfTooLittle() {
    assertThat(BootstrapT.mean(1, 2, 3).exists()).isFalse();
    assertThat(BootstrapT.mean(new double[20]).exists()).isFalse();
    assertThat(BootstrapT.mean(1, 2, 3).estimate()).isEqualTo(2);
  }

  private static int holds(Interval interval, double value) {
    return interval.lower() <= value && value <= interval.upper() ? 1 : 0;
  }

  private static double erfInverse(double u) {
    return org.apache.commons.statistics.distribution.NormalDistribution.of(0, 1)
            .inverseCumulativeProbability(u)
        / Math.sqrt(2);
  }
}
