package dev.bottleneck.report;

import java.awt.Color;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Colours by rank: pale for the worst, strong for the better ones, another for the very best. */
final class Grade {
  private static final Color WORST = new Color(0xd5dbe3);

  private Grade() {}

  /** Indices from the worst to the best, in which order they are drawn. */
  static int[] worstFirst(double[] values, boolean lowerIsBetter) {
    Comparator<Integer> byValue = Comparator.comparingDouble(i -> values[i]);
    return IntStream.range(0, values.length)
        .boxed()
        .sorted(lowerIsBetter ? byValue.reversed() : byValue)
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /** The colour at {@code place} of {@code n}, counted from the worst. */
  static Color color(int place, int n) {
    if (place == n - 1) {
      return ChartTheme.series(1);
    }
    // Squared, so that the crowd stays pale.
    double share = n < 2 ? 1 : Math.pow(place / (n - 1.0), 2);
    Color best = ChartTheme.series(0);
    return new Color(
        mix(WORST.getRed(), best.getRed(), share),
        mix(WORST.getGreen(), best.getGreen(), share),
        mix(WORST.getBlue(), best.getBlue(), share));
  }

  private static int mix(int from, int to, double share) {
    return (int) Math.round(from + share * (to - from));
  }

  /**
   * The values with those far on the worse side drawn in to the edge: a diverging one would leave
   * no room for the others. Far is beyond three times the quartiles' distance.
   */
  static double[] within(double[] values, boolean lowerIsBetter) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double low = sorted[sorted.length / 4];
    double high = sorted[sorted.length - 1 - sorted.length / 4];
    double reach = 3 * (high - low);
    return Arrays.stream(values)
        .map(v -> lowerIsBetter ? Math.min(v, high + reach) : Math.max(v, low - reach))
        .toArray();
  }
}
