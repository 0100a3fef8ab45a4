package dev.bottleneck.runtime;

/**
 * Derives independent seeds for the several uses of chance in one run.
 *
 * <p>A use is named ("batch order", "weights"); its seed is the element at the 64-bit FNV-1a hash
 * of the name in the sequence that SplitMix64 (Steele, Lea and Flood, Fast Splittable Pseudorandom
 * Number Generators, 2014) gives for the run's seed, so that a further use never shifts the others.
 */
public final class Seeds {
  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;
  private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

  /** Runs begin a multiple of so many seeds apart, lest one's seeds be another's. */
  private static final long BLOCK = 1_000;

  private static final long BLOCKS = 1_000_000;

  private Seeds() {}

  /**
   * The first seed of what is called {@code name}: 1,001 to 1,000,000,001, the same everywhere, so
   * that nobody chooses it.
   */
  public static long first(String name) {
    return 1 + BLOCK * (1 + Math.floorMod(mix(hash(name)), BLOCKS));
  }

  /** The seed for {@code use} in the run of {@code seed}; never 0. */
  public static long derive(long seed, String use) {
    return derive(seed, hash(use));
  }

  private static long hash(String text) {
    long hash = FNV_OFFSET;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * FNV_PRIME;
    }
    return hash;
  }

  /** The seed for number {@code stream} of a use, such as an epoch's order; never 0. */
  public static long derive(long seed, long stream) {
    long derived = mix(mix(seed + GOLDEN_GAMMA) + (stream + 1) * GOLDEN_GAMMA);
    // ND4J takes a seed of 0 for "whatever the clock says".
    return derived == 0 ? GOLDEN_GAMMA : derived;
  }

  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
