package dev.bottleneck.layer;

/** Checks arguments: one line that names the argument, what it was and what would be right. */
final class Check {
  private Check() {}

  /** A probability or a share. */
  static double withinZeroAndOne(String name, double value) {
    // Written so that NaN is refused, too.
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(name + " must lie within [0, 1], not " + value);
    }
    return value;
  }

  /** A weight or a standard deviation. */
  static double notNegative(String name, double value) {
    if (!(value >= 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(name + " must be 0 or a positive number, not " + value);
    }
    return value;
  }

  /** Anything that may not be left out. */
  static <T> T given(String name, T value) {
    if (value == null) {
      throw new IllegalArgumentException(name + " must be given, not null");
    }
    return value;
  }

  /** A learning rate. */
  static double positive(String name, double value) {
    if (!(value > 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(name + " must be a positive number, not " + value);
    }
    return value;
  }
}
