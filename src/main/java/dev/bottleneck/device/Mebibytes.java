package dev.bottleneck.device;

import java.util.Locale;

/** Amounts of memory in words. */
public final class Mebibytes {
  private Mebibytes() {}

  /** Such as "4,096 MiB"; a part of one is left out. */
  public static String of(long bytes) {
    return text(bytes >> 20);
  }

  /** The same of an amount that is in MiB already. */
  public static String text(long mebibytes) {
    return String.format(Locale.ROOT, "%,d MiB", mebibytes);
  }
}
