package dev.bottleneck.evaluation;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Holm's correction of the p-values of a family of comparisons, which keeps the chance of any false
 * claim in the family at the level chosen.
 *
 * <p>With p₍₁₎ ≤ … ≤ p₍ₘ₎: p̃₍ᵢ₎ = max over j ≤ i of min(1, (m − j + 1) · p₍ⱼ₎) (Holm, "A simple
 * sequentially rejective multiple test procedure", Scandinavian Journal of Statistics 6, 1979).
 */
public final class HolmAdjustment {
  private HolmAdjustment() {}

  /** How many comparisons are corrected for: those of which a test was possible. */
  public static int members(double... pValues) {
    return (int) Arrays.stream(pValues).filter(p -> !Double.isNaN(p)).count();
  }

  /**
   * The adjusted p-values, in the order given; NaN (no test was possible) stays NaN and does not
   * count as a member of the family.
   *
   * @throws IllegalArgumentException if a p-value lies outside [0, 1]
   */
  public static double[] adjust(double... pValues) {
    for (double p : pValues) {
      if (p < 0 || p > 1) {
        throw new IllegalArgumentException("a p-value lies in [0, 1], not " + p);
      }
    }
    int[] ascending =
        IntStream.range(0, pValues.length)
            .filter(i -> !Double.isNaN(pValues[i]))
            .boxed()
            .sorted(Comparator.comparingDouble(i -> pValues[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    double[] adjusted = pValues.clone();
    double running = 0;
    for (int j = 0; j < ascending.length; j++) {
      int i = ascending[j];
      running = Math.max(running, Math.min(1, (ascending.length - j) * pValues[i]));
      adjusted[i] = running;
    }
    return adjusted;
  }
}
