package dev.bottleneck.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CrossedDifferenceTest {
  @Test
  void agreesWithTheAnalysisOfVariance() {
    // Two-way analysis of variance by NumPy: MS(seeds), MS(examples), MS(rest) give a variance of
    // .0267361 and, with t(0.975, 3) = 3.18245, the interval.
    int[][] e = {
      {1, -1, -1, -1, -1, 1}, {1, 0, -1, -1, -1, 0}, {0, 0, -1, -1, 1, 1}, {-1, -1, 0, 0, 1, 0}
    };
    Interval interval = of(e);
    assertThat(interval.estimate()).isCloseTo(-5 / 24.0, within(1e-12));
    assertThat(interval.lower()).isCloseTo(-0.7287008801956022, within(1e-10));
    assertThat(interval.upper()).isCloseTo(0.31203421352893546, within(1e-10));
  }

  @Test
  void coversTheDifferenceOfNewSeedsAndNewExamples() {
    Random random = new Random(4);
    int held = 0;
    for (int trial = 0; trial < 1_000; trial++) {
      int[][] e = new int[12][80];
      double[] ofExample = random.doubles(80, -0.3, 0.3).toArray();
      for (int[] seed : e) {
        double ofSeed = 0.3 * (random.nextDouble() - 0.5);
        for (int j = 0; j < seed.length; j++) {
          double chance = 0.1 + ofSeed + ofExample[j];
          seed[j] = random.nextDouble() < Math.abs(chance) ? (int) Math.signum(chance) : 0;
        }
      }
      Interval interval = of(e);
      held += interval.lower() <= 0.1 && 0.1 <= interval.upper() ? 1 : 0;
    }
    assertThat(held).isBetween(925, 975);
  }

  @Test
  void refusesWhatIsNotCrossed() {
    assertThatThrownBy(() -> CrossedDifference.of(List.of(), List.of()))
        .hasMessageContaining("0 and 0");
    assertThatThrownBy(() -> CrossedDifference.of(List.of(new boolean[2]), List.of(new boolean[3])))
        .hasMessageContaining("2, 2 and 3");
    assertThat(of(new int[][] {{1, 0}}).exists()).isFalse();
  }

  /** 1: only a errs; −1: only b does. */
  private static Interval of(int[][] e) {
    List<boolean[]> a = new ArrayList<>();
    List<boolean[]> b = new ArrayList<>();
    for (int[] seed : e) {
      boolean[] correctA = new boolean[seed.length];
      boolean[] correctB = new boolean[seed.length];
      for (int j = 0; j < seed.length; j++) {
        correctA[j] = seed[j] < 0;
        correctB[j] = seed[j] > 0;
      }
      a.add(correctA);
      b.add(correctB);
    }
    return CrossedDifference.of(a, b);
  }
}
