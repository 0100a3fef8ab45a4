package dev.bottleneck.data;

import java.util.Locale;

/** Amounts of data in words. */
final class ByteCount {
  private static final String[] UNITS = {"bytes", "KB", "MB", "GB", "TB"};

  private ByteCount() {}

  /** Such as "47.0 MB", in powers of 1,000. */
  static String of(long bytes) {
    double amount = bytes;
    int unit = 0;
    while (amount >= 1000 && unit + 1 < UNITS.length) {
      amount /= 1000;
      unit++;
    }
    return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", amount, UNITS[unit]);
  }
}
