package dev.bottleneck.jobs;

import dev.bottleneck.runtime.UserError;
import java.util.Locale;

/** The store cannot be read or written: no job can go on, and none is to blame. */
public class StoreFailure extends UserError {
  private final boolean damage;

  public StoreFailure(String message, Throwable cause) {
    this(message, false, cause);
  }

  private StoreFailure(String message, boolean damage, Throwable cause) {
    super(message, cause);
    this.damage = damage;
  }

  /** Whether the store holds what was not written into it; else it may be as good as ever. */
  public boolean isDamage() {
    return damage;
  }

  /**
   * The store holds what was not written into it.
   *
   * @param place of the store
   * @param what in words; taken from the file itself, so nothing in it reaches a terminal as a
   *     control sequence
   */
  public static StoreFailure damaged(Object place, String what, Throwable cause) {
    return new StoreFailure(
        String.format(
            Locale.ROOT,
            "%s: damaged, or not written by Bottleneck: %s; take a copy, or begin again in another folder",
            place,
            printable(what)),
        true,
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
