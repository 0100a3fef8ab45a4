package dev.bottleneck.step.graph;

import java.util.Locale;

/** What a plan's products multiply in; parameters, sums and all else are floats. */
public enum Precision {
  /** Floats of 32 bits. */
  F32,
  /** Factors are rounded to 8 significant bits (bfloat16), sums are not: faster, less exact. */
  BF16;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
