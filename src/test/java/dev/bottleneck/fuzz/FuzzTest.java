package dev.bottleneck.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A quick round of the campaign, always the same inputs. */
class FuzzTest {
  private static final int INPUTS = Integer.getInteger("fuzz.quick", 1_000);
  private static final long SEED = 2;

  @TempDir Path folder;

  private static int weights;

  static List<Target> targets() throws IOException {
    List<Target> all = Targets.all();
    weights = all.stream().mapToInt(Target::weight).sum();
    return all;
  }

  @ParameterizedTest
  @MethodSource("targets")
  void nothingButReadingOrOneLine(Target target) throws Exception {
    int inputs = (INPUTS * target.weight() + weights - 1) / weights;
    List<String> faults = new ArrayList<>();
    int refused = 0;
    try (Judge judge = new Judge(target, folder)) {
      assertThat(judge.of(target.corpus().get(0)).verdict()).isEqualTo(Verdict.SAME);
      for (int i = 0; i < inputs && faults.isEmpty(); i++) {
        Outcome outcome = judge.of(target.input(SEED, i));
        refused += outcome.verdict() == Verdict.REFUSED ? 1 : 0;
        if (outcome.verdict() == Verdict.FAULT) {
          faults.add(again(target, i) + outcome.said());
        }
      }
    }
    assertThat(faults).isEmpty();
    assertThat(refused).isPositive();
  }

  private static String again(Target target, int number) {
    return String.format(
        "./mvnw -Pfuzz verify -Dfuzz.target=%s -Dfuzz.seed=%d -Dfuzz.first=%d -Dfuzz.inputs=1: ",
        target.name(), SEED, number);
  }
}
