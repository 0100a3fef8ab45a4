package dev.bottleneck.sweep.store;

import dev.bottleneck.runtime.UserError;
import java.nio.file.Path;
import java.util.Locale;

/** The store cannot be read or written: no trial can go on, and none is to blame. */
public final class StoreFailure extends UserError {
  StoreFailure(String message, Throwable cause) {
    super(message, cause);
  }

  /**
   * The store holds what no sweep wrote.
   *
   * @param what in words; taken from the file itself, so nothing in it reaches a terminal as a
   *     control sequence
   */
  public static StoreFailure damaged(Path file, String what, Throwable cause) {
    return new StoreFailure(
        String.format(
            Locale.ROOT,
            "%s: damaged, or not written by Bottleneck: %s; take a copy, or begin again in another folder",
            file,
            printable(what)),
        cause);
  }

  /** {@code text} on one line, without control characters, and not endless. */
  public static String printable(String text) {
    return printable(text, 200);
  }

  /** The same of at most {@code most} characters. */
  public static String printable(String text, int most) {
    String plain = text.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]+", " ").strip();
    return plain.length() <= most ? plain : plain.substring(0, most) + "…";
  }
}
