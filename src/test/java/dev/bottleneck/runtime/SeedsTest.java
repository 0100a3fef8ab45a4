package dev.bottleneck.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SeedsTest {
  @Test
  void aUseHasOneSeed() {
    assertThat(Seeds.derive(7, "weights")).isEqualTo(Seeds.derive(7, "weights"));
  }

  @Test
  void seedsAndUsesDoNotMeet() {
    Set<Long> seen = new HashSet<>();
    for (long seed = 0; seed < 1_000; seed++) {
      for (int use = 0; use < 10; use++) {
        seen.add(Seeds.derive(seed, "use " + use));
      }
    }
    assertThat(seen).hasSize(10_000);
  }

  @Test
  void noStreamOfASeedMeetsOneOfAnother() {
    Set<Long> seen = new HashSet<>();
    for (long seed = 0; seed < 100; seed++) {
      for (long stream = 0; stream < 100; stream++) {
        seen.add(Seeds.derive(seed, stream));
      }
    }
    assertThat(seen).hasSize(10_000).doesNotContain(0L);
  }

  @Test
  void aNameHasItsOwnFirstSeed() {
    assertThat(Seeds.first("denoising-pretraining"))
        .isEqualTo(Seeds.first("denoising-pretraining"))
        .isBetween(1_001L, 1_000_000_001L);
    Set<Long> seen = new HashSet<>();
    for (int name = 0; name < 100; name++) {
      long first = Seeds.first("experiment-" + name);
      assertThat(first % 1_000).isEqualTo(1);
      seen.add(first);
    }
    assertThat(seen).hasSize(100);
  }

  @Test
  void neighbouringSeedsDifferInHalfTheirBits() {
    double bits = 0;
    for (long seed = 0; seed < 1_000; seed++) {
      bits += Long.bitCount(Seeds.derive(seed, "weights") ^ Seeds.derive(seed + 1, "weights"));
    }
    // 32 expected; the mean of 1,000 has a standard error of 0.13.
    assertThat(bits / 1_000).isBetween(31.0, 33.0);
  }
}
