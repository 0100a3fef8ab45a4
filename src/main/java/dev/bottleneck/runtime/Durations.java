package dev.bottleneck.runtime;

import java.util.Locale;

/** Times as a person says them. */
public final class Durations {
  private Durations() {}

  /** Such as "40 s", "12 min" or "3.5 h". */
  public static String text(double seconds) {
    if (seconds < 100) {
      return String.format(Locale.ROOT, "%.0f s", Math.ceil(seconds));
    }
    return seconds < 100 * 60
        ? String.format(Locale.ROOT, "%.0f min", seconds / 60)
        : String.format(Locale.ROOT, "%.1f h", seconds / 3_600);
  }

  /** Such as "; about 3 min left"; nothing if nothing is. */
  public static String left(double seconds) {
    return seconds > 0 ? String.format(Locale.ROOT, "; about %s left", text(seconds)) : "";
  }
}
