package dev.bottleneck.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.function.DoubleSupplier;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class OutliersTest {
  @Test
  void findsASecondMode() {
    // Median 8.8, deviation .6: 27.6 lies beyond 8 · 1.4826 · .6 = 7.1. Without it median 8.65,
    // deviation .45: 16 lies beyond 5.3.
    Outliers o = Outliers.of(8.2, 8.4, 8.5, 8.8, 9.1, 8.1, 8.9, 16, 27.6);
    assertThat(o.share().count()).isEqualTo(2);
    assertThat(o.least()).isEqualTo(16);
    assertThat(o.most()).isEqualTo(27.6);
  }

  @Test
  void fewRunsHaveNone() {
    assertThat(Outliers.of(8, 8.1, 8.2, 8.1, 27).any()).isFalse();
    assertThat(Outliers.of(8, 8.1, 8.2, 8.1, 8.15, 27).any()).isTrue();
    assertThat(Outliers.of(1, 1, 1, 1, 1, 1).any()).isFalse();
    assertThat(Outliers.of(1).share()).isEqualTo(Share.of(0, 1));
  }

  @Test
  void hardlyEverCallsWhatHasOneModeTwo() {
    Random random = new Random(5);
    assertThat(called(random::nextGaussian)).isLessThan(0.03);
    assertThat(called(() -> -Math.log(-Math.log(random.nextDouble())))).isLessThan(0.04);
    assertThat(called(() -> student5(random))).isLessThan(0.06);
  }

  @Test
  void seesAModeThatIsAQuarter() {
    Random random = new Random(6);
    int seen = 0;
    for (int trial = 0; trial < 500; trial++) {
      double[] values =
          DoubleStream.generate(
                  () ->
                      random.nextDouble() < 0.25
                          ? 14 + 4 * random.nextDouble()
                          : 8.5 + 0.4 * random.nextGaussian())
              .limit(40)
              .toArray();
      long truth = DoubleStream.of(values).filter(v -> v > 12).count();
      seen += Outliers.of(values).share().count() == truth ? 1 : 0;
    }
    assertThat(seen / 500.0).isGreaterThan(0.9);
  }

  /** In how many samples of 6 to 100 an outlier is called, the worst of them. */
  private static double called(DoubleSupplier value) {
    double worst = 0;
    for (int n : new int[] {6, 8, 10, 20, 50, 100}) {
      int called = 0;
      for (int trial = 0; trial < 2_000; trial++) {
        called += Outliers.of(DoubleStream.generate(value).limit(n).toArray()).any() ? 1 : 0;
      }
      worst = Math.max(worst, called / 2_000.0);
    }
    return worst;
  }

  private static double student5(Random random) {
    double squares = 0;
    for (int i = 0; i < 5; i++) {
      double z = random.nextGaussian();
      squares += z * z;
    }
    return random.nextGaussian() / Math.sqrt(squares / 5);
  }
}
