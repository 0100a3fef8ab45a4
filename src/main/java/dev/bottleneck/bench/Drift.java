package dev.bottleneck.bench;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * How a quantity stands after the first tenth of a long time, when all that is made once is there,
 * and in its last tenth: medians of looks, which single ones do not move.
 */
record Drift(double start, double end) {
  private static final double TENTH = 0.1;

  /** One look at it. */
  record Look(double seconds, Footprint footprint) {}

  /**
   * Of the second tenth of all {@code looks} in time, and of the last.
   *
   * @param looks in the order of time
   */
  static Drift of(List<Look> looks, ToDoubleFunction<Footprint> quantity) {
    double whole = looks.get(looks.size() - 1).seconds();
    return new Drift(
        median(looks, TENTH * whole, 2 * TENTH * whole, quantity),
        median(looks, (1 - TENTH) * whole, whole, quantity));
  }

  private static double median(
      List<Look> looks, double from, double to, ToDoubleFunction<Footprint> quantity) {
    double[] values =
        looks.stream()
            .filter(look -> look.seconds() >= from && look.seconds() <= to)
            .mapToDouble(look -> quantity.applyAsDouble(look.footprint()))
            .toArray();
    return values.length == 0 ? Double.NaN : Quartiles.of(values).median();
  }

  /** By what part of the start it grew; below nought where it shrank. */
  double growth() {
    return end / start - 1;
  }

  /** Whether it grew by no more than {@code part}; not where nothing was seen. */
  boolean isFlatWithin(double part) {
    return growth() <= part;
  }

  /** The greatest of all. */
  static double most(List<Look> looks, ToDoubleFunction<Footprint> quantity) {
    return looks.stream()
        .mapToDouble(look -> quantity.applyAsDouble(look.footprint()))
        .max()
        .orElse(Double.NaN);
  }
}
