package dev.bottleneck.sweep.definition;

import dev.bottleneck.runtime.UserError;

/** A {@code key=value} of {@code --set}. */
public record Assignment(String text) {
  /** Of a key and its value as an identity holds it. */
  public static Assignment of(String key, String value) {
    return new Assignment(key + "=" + value);
  }

  /**
   * Refuses what has no key.
   *
   * @throws UserError that shows how it is done, by a key that every experiment has
   */
  static void requireWellFormed(String text) {
    if (key(text).isEmpty()) {
      throw new UserError("--set " + text + ": expected key=value, such as --set quick=true");
    }
  }

  /** The key of {@code text}; empty if it has none. */
  static String key(String text) {
    int equals = text.indexOf('=');
    return equals < 0 ? "" : text.substring(0, equals).strip();
  }

  /** As it is typed in a shell. */
  public String shown() {
    boolean plain = text.matches("[\\w./:=,+-]+");
    return "--set " + (plain ? text : "'" + text.replace("'", "'\\''") + "'");
  }
}
