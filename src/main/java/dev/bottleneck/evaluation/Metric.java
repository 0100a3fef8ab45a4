package dev.bottleneck.evaluation;

import dev.bottleneck.report.Numbers;

/**
 * A measured quantity and how a reader is shown it.
 *
 * @param key in files: "error"
 * @param name as it stands in a sentence: "test error"
 * @param unit of a value: "%"; empty for none
 * @param differenceUnit of a difference of two values: "points"; empty for none
 * @param factor from the value as stored to the value as shown: 100 for a fraction in per cent
 * @param decimals shown
 * @param lowerIsBetter whether a lower value is the better one
 */
public record Metric(
    String key,
    String name,
    String unit,
    String differenceUnit,
    double factor,
    int decimals,
    boolean lowerIsBetter) {

  /**
   * The values that a measure can have.
   *
   * @param least the smallest, perhaps −∞
   * @param most the largest, perhaps ∞
   */
  public record Bounds(double least, double most) {
    private static final Bounds NONE =
        new Bounds(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
    private static final Bounds FRACTION = new Bounds(0, 1);
    private static final Bounds CORRELATION = new Bounds(-1, 1);
    private static final Bounds POSITIVE = new Bounds(0, Double.POSITIVE_INFINITY);

    /** Those of the measure with this key; of one that is not known, any number. */
    public static Bounds of(String key) {
      if (key.startsWith("errorOfClass") || key.startsWith("constantUnits")) {
        return FRACTION;
      }
      return switch (key) {
        case "error", "probeError", "sparsity", "deadUnits" -> FRACTION;
        case "loss",
            "crossEntropy",
            "squaredError",
            "parameters",
            "neverPredicted",
            "initialGradientNorm" ->
            POSITIVE;
        case "ssim", "corruptedSsim" -> CORRELATION;
        default -> NONE;
      };
    }

    /** The largest difference that two values can have. */
    public double width() {
      return most - least;
    }
  }

  /** The values that it can have. */
  public Bounds bounds() {
    return Bounds.of(key);
  }

  /** Classification error: a fraction, shown in per cent; differences in percentage points. */
  public static Metric classificationError() {
    return new Metric("error", "error", "%", "points", 100, 2, true);
  }

  /** A loss, such as the binary cross-entropy per pixel in nats; its unit may be empty. */
  public static Metric loss(String key, String name, String unit, int decimals) {
    return new Metric(key, name, unit, unit, 1, decimals, true);
  }

  /** The same quantity on one part of the data: "error" of "test" is named "test error". */
  public Metric of(String part) {
    return new Metric(
        key, part + " " + name, unit, differenceUnit, factor, decimals, lowerIsBetter);
  }

  /** The name with the unit, for an axis or a table's head. */
  public String nameAndUnit() {
    return unit.isEmpty() ? name : name + ", " + unit;
  }

  /**
   * The metric with as many decimals as it takes to show {@code difference} as more than nought.
   */
  public Metric resolving(double difference) {
    double size = Math.abs(factor * difference);
    int needed = decimals;
    while (size > 0 && size < Math.pow(10, -needed) && needed < 15) {
      needed++;
    }
    return new Metric(key, name, unit, differenceUnit, factor, needed, lowerIsBetter);
  }

  /** The number as shown, without its unit. */
  public String shown(double value) {
    return Numbers.fixed(factor * value, decimals);
  }

  /** A value as shown, with its unit. */
  public String value(double value) {
    return unit.isEmpty() ? shown(value) : shown(value) + " " + unit;
  }

  /** A difference of two values as shown, with its unit. */
  public String difference(double value) {
    return differenceUnit.isEmpty() ? shown(value) : shown(value) + " " + differenceUnit;
  }
}
