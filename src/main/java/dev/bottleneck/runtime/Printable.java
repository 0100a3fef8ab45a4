package dev.bottleneck.runtime;

import java.util.Locale;

/** Text that a terminal only shows: what would steer it is written out. */
public final class Printable {
  /** Longer than any message of Bottleneck's own words. */
  private static final int LONGEST = 1_200;

  private Printable() {}

  /** {@code text} in one line, control and direction characters as escapes such as \\u001b. */
  public static String line(String text) {
    StringBuilder shown = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              if (steers(c)) {
                shown.append(String.format(Locale.ROOT, "\\u%04x", c));
              } else {
                shown.appendCodePoint(c);
              }
            });
    return shown.toString();
  }

  /** {@link #line} of a message that may quote a file: the middle of a long one is left out. */
  public static String message(String text) {
    String line = line(text);
    return line.length() <= LONGEST
        ? line
        : line.substring(0, LONGEST / 2) + " … " + line.substring(line.length() - LONGEST / 2);
  }

  /** C0, C1 and the marks that change the direction of what follows or break the line. */
  private static boolean steers(int c) {
    int type = Character.getType(c);
    return Character.isISOControl(c)
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR
        || c >= 0x200E && c <= 0x200F
        || c >= 0x202A && c <= 0x202E
        || c >= 0x2066 && c <= 0x2069;
  }
}
