package dev.bottleneck.study.resume;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PaceTest {
  private static final long SECOND = 1_000_000_000;

  private long now = -5 * SECOND; // a clock may begin anywhere

  private Pace every(double seconds, boolean alwaysAtEnd) {
    return new Pace(seconds, alwaysAtEnd, () -> now);
  }

  private void keep(Pace pace, double seconds) {
    long begun = now;
    pass(seconds);
    pace.kept(begun);
  }

  private void pass(double seconds) {
    now += (long) (seconds * SECOND);
  }

  @Test
  void theFirstIsKeptAfterSoLong() {
    Pace pace = every(30, false);
    pass(29.9);
    assertThat(pace.isDue()).isFalse();
    pass(0.1);
    assertThat(pace.isDue()).isTrue();
    keep(pace, 0.001);
    assertThat(pace.isDue()).isFalse();
    pass(30);
    assertThat(pace.isDue()).isTrue();
  }

  /** The next may take twice what the longest has taken. */
  @Test
  void theNextWaitsUntilAllAreAHundredthOfTheTime() {
    Pace pace = every(30, false);
    pass(30);
    keep(pace, 0.5);
    pass(119);
    assertThat(pace.isDue()).isFalse();
    assertThat(pace.isDueAtEnd()).isFalse();
    pass(1);
    assertThat(pace.isDue()).isTrue();
    keep(pace, 0.2);
    pass(19);
    assertThat(pace.isDueAtEnd()).as("0.7 and 1 of 169.7 s").isFalse();
    pass(0.5);
    assertThat(pace.isDueAtEnd()).isTrue();
    assertThat(pace.isDue()).as("19.5 s after the last").isFalse();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void whatTakesNoMoreThanTwiceAsLongIsNeverMoreThanAHundredth(long seed) {
    Random random = new Random(seed);
    Pace pace = every(1, false);
    long began = now;
    long spent = 0;
    int kept = 0;
    for (int step = 0; step < 100_000; step++) {
      pass(0.01);
      if (random.nextInt(1000) == 0 ? pace.isDueAtEnd() : pace.isDue()) {
        double took = (1 + random.nextDouble()) * 0.01;
        keep(pace, took);
        spent += (long) (took * SECOND);
        kept++;
        if (kept > 1) { // what the first takes is not known
          assertThat((double) spent / (now - began)).isLessThanOrEqualTo(0.01);
        }
      }
    }
    assertThat(kept).isGreaterThan(100);
  }

  @Test
  void noneIsKeptWhereNoneIsAskedFor() {
    Pace never = every(0, false);
    pass(1e6);
    assertThat(never.isDue()).isFalse();
    assertThat(never.isDueAtEnd()).isFalse();
  }

  @Test
  void ofOneThatCanBeContinuedTheLastAlwaysIs() {
    Pace pace = every(0, true);
    assertThat(pace.isDueAtEnd()).isTrue();
    keep(pace, 10);
    assertThat(pace.isDueAtEnd()).isTrue();
    assertThat(pace.isDue()).isFalse();
  }

  /** What took less than a second is as soon done again. */
  @Test
  void aShortTrainingIsNotKeptAtItsEnd() {
    Pace pace = every(30, false);
    pass(0.9);
    assertThat(pace.isDueAtEnd()).isFalse();
    pass(0.1);
    assertThat(pace.isDueAtEnd()).isTrue();
  }
}
