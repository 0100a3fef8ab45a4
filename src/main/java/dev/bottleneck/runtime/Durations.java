package dev.bottleneck.runtime;

import java.time.Duration;
import java.util.Locale;

/** Times: as a person says them, and in seconds. */
public final class Durations {
  private Durations() {}

  /** So many seconds, of more than none a nanosecond at least. */
  public static Duration ofSeconds(double seconds) {
    return Duration.ofNanos(seconds > 0 ? Math.max(1, Math.round(1e9 * seconds)) : 0);
  }

  public static Duration atLeastAMillisecond(Duration time) {
    Duration least = Duration.ofMillis(1);
    return time.compareTo(least) < 0 ? least : time;
  }

  public static double seconds(Duration time) {
    return time.getSeconds() + time.getNano() / 1e9;
  }

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
