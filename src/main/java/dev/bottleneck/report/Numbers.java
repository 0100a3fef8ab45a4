package dev.bottleneck.report;

import java.util.Locale;

/** Numbers as a reader sees them: fixed decimals, a true minus sign, and "–" for what is absent. */
public final class Numbers {
  /** Stands for a value that does not exist, such as a standard deviation of one seed. */
  public static final String ABSENT = "–";

  private Numbers() {}

  /** {@code value} with {@code decimals} decimals; NaN is {@link #ABSENT}, infinity is ∞. */
  public static String fixed(double value, int decimals) {
    if (Double.isNaN(value)) {
      return ABSENT;
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "∞" : "−∞";
    }
    String digits = String.format(Locale.ROOT, "%." + decimals + "f", Math.abs(value));
    // A value that rounds to nought has no sign: "−0.00" would tell of a direction nobody saw.
    boolean nought = digits.chars().allMatch(c -> c == '0' || c == '.');
    return value < 0 && !nought ? "−" + digits : digits;
  }

  /** A p-value with two significant digits, four decimals at most: 0.62, 0.031, 0.0003. */
  public static String pValue(double p) {
    if (Double.isNaN(p)) {
      return ABSENT;
    }
    if (p < 0.0001) {
      return "< 0.0001";
    }
    return fixed(p, p >= 0.0995 ? 2 : p >= 0.00995 ? 3 : 4);
  }

  /** A p-value as part of a sentence: {@code p = 0.031} or {@code p < 0.0001}. */
  public static String pEquals(double p) {
    String text = pValue(p);
    return text.startsWith("<") ? "p " + text : "p = " + text;
  }
}
