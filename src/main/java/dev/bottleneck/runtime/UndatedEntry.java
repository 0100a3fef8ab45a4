package dev.bottleneck.runtime;

import java.time.LocalDateTime;
import java.util.zip.ZipEntry;

/** Entries of a zip that are of no time: the same content gives the same bytes. */
public final class UndatedEntry {
  /**
   * The second moment that a zip can name. Java takes the first for an earlier time, which it keeps
   * beside it as one of the system's time zone.
   */
  private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0, 2);

  private UndatedEntry() {}

  public static ZipEntry of(String name) {
    ZipEntry entry = new ZipEntry(name);
    entry.setTimeLocal(TIME);
    return entry;
  }
}
