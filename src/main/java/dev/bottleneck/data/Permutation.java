package dev.bottleneck.data;

import dev.bottleneck.runtime.Seeds;
import java.util.SplittableRandom;

/** Seeded random orders that are the same on every machine and Java release. */
final class Permutation {
  private Permutation() {}

  /**
   * The numbers {@code 0..n-1} in an order that is a function of {@code (n, seed, stream)} alone.
   *
   * <p>{@link SplittableRandom} adds a constant to its state at each draw, so that neighbouring
   * seeds could give overlapping streams; {@link Seeds} keeps them apart.
   */
  static int[] of(int n, long seed, long stream) {
    int[] order = new int[n];
    for (int i = 0; i < n; i++) {
      order[i] = i;
    }
    SplittableRandom random = new SplittableRandom(Seeds.derive(seed, stream));
    for (int i = n - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int swapped = order[i];
      order[i] = order[j];
      order[j] = swapped;
    }
    return order;
  }
}
