package dev.bottleneck.runtime;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Checks of values a user gave; each failure names the key and what would be right. */
public final class Require {
  private Require() {}

  public static void atLeast(String key, long value, long least) {
    if (value < least) {
      throw new UserError(key + " is " + value + ": it must be at least " + least);
    }
  }

  /** Refuses a value above {@code most}. */
  public static void atMost(String key, long value, long most) {
    if (value > most) {
      throw new UserError(key + " is " + value + ": it must be " + most + " at most");
    }
  }

  /** Both ends are allowed. */
  public static void between(String key, double value, double low, double high) {
    if (!(value >= low && value <= high)) {
      throw new UserError(
          key
              + " is "
              + plain(value)
              + ": it must lie between "
              + plain(low)
              + " and "
              + plain(high));
    }
  }

  /** {@code high} itself is not allowed: a corruption level or momentum of 1 leaves nothing. */
  public static void below(String key, double value, double low, double high) {
    if (!(value >= low && value < high)) {
      throw new UserError(
          key
              + " is "
              + plain(value)
              + ": it must be at least "
              + plain(low)
              + " and less than "
              + plain(high));
    }
  }

  public static void positive(String key, double value) {
    if (!(value > 0 && Double.isFinite(value))) {
      throw new UserError(key + " is " + plain(value) + ": it must be a finite number above 0");
    }
  }

  /** The path that {@code text} names, which need not exist. */
  public static Path path(String key, String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new UserError(key + " is no path: " + e.getMessage(), e);
    }
  }

  private static String plain(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
