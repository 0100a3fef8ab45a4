package dev.bottleneck.sweep.pruning;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RungTest {
  /** With equal losses, and trials that come again with another one. */
  @ParameterizedTest
  @ValueSource(ints = {2, 3, 7})
  void oneOfSoManyIsAmongTheBestAsIfAllWereCounted(int reduction) {
    for (int i = 0; i < 10; i++) {
      int seed = i;
      SplittableRandom random = new SplittableRandom(seed);
      Rung rung = new Rung(reduction);
      Map<Integer, Double> all = new TreeMap<>();
      for (int j = 0; j < 40; j++) {
        int number = random.nextInt(30);
        double loss = random.nextInt(20) / 7.0;
        rung.put(number, loss);
        all.put(number, loss);
        assertThat(rung.size()).isEqualTo(all.size());
        all.forEach(
            (trial, its) -> {
              long lower = all.values().stream().filter(other -> other < its).count();
              assertThat(rung.isAmongTheBest(rung.of(trial).orElseThrow().loss()))
                  .as("trial %d of %d, seed %d", trial, all.size(), seed)
                  .isEqualTo(lower < Math.max(1, all.size() / reduction));
            });
      }
    }
  }
}
