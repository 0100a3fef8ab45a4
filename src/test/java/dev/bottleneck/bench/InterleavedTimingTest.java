package dev.bottleneck.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InterleavedTimingTest {
  private static final InterleavedTiming TIMING = new InterleavedTiming(3, Duration.ofMillis(100));

  private final List<String> calls = new ArrayList<>();

  /** Pretends that a step takes {@code milliseconds}. */
  private class Pretended implements Contender {
    private final String name;
    private final double milliseconds;

    Pretended(String name, double milliseconds) {
      this.name = name;
      this.milliseconds = milliseconds;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public double millisecondsPerStep(int steps) {
      calls.add(name + " " + steps);
      return milliseconds;
    }

    @Override
    public void close() {
      calls.add(name + " closed");
    }
  }

  private final class Training extends Pretended implements TrainingContender {
    private final double loss;

    Training(String name, double milliseconds, double loss) {
      super(name, milliseconds);
      this.loss = loss;
    }

    @Override
    public double loss() {
      return loss;
    }
  }

  @Test
  void eachRoundGivesAllTheSameTimeAndBeginsWithAnother() {
    Map<String, double[]> times =
        TIMING.time(
            List.of(
                new Training("a", 10, 0.5), new Training("b", 25, 0.6), new Pretended("c", 400)));
    assertThat(times.keySet()).containsExactly("a", "b", "c");
    assertThat(times.get("b")).containsExactly(25, 25, 25);
    assertThat(calls.subList(calls.size() - 9, calls.size()))
        .containsExactly("a 10", "b 4", "c 1", "b 4", "c 1", "a 10", "c 1", "a 10", "b 4");
  }

  @Test
  void warmsUpForASlice() {
    TIMING.time(List.of(new Pretended("a", 10)));
    assertThat(calls.subList(0, 5)).containsExactly("a 1", "a 2", "a 4", "a 8", "a 16");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.8, 0.2, 0, Double.NaN, Double.POSITIVE_INFINITY})
  void refusesContendersThatDoNotTrainAlike(double loss) {
    List<Contender> contenders = List.of(new Training("a", 1, 0.5), new Training("b", 1, loss));
    assertThatThrownBy(() -> TIMING.time(contenders))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("losses are not alike: {a=0.5, b=" + loss + "}");
  }
}
