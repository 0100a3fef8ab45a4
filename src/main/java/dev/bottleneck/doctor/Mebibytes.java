package dev.bottleneck.doctor;

import java.util.Locale;

/** Amounts of memory in words. */
final class Mebibytes {
  private Mebibytes() {}

  static String of(long bytes) {
    return text(bytes >> 20);
  }

  static String text(long mebibytes) {
    return String.format(Locale.ROOT, "%,d MiB", mebibytes);
  }
}
