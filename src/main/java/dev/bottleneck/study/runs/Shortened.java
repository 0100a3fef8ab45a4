package dev.bottleneck.study.runs;

import dev.bottleneck.runtime.Printable;
import java.util.List;
import java.util.regex.Pattern;

/** Values of any length for tables, in one line. */
public final class Shortened {
  /** Digits of a hash that tell it from any other; what follows it, such as -dirty, stays. */
  private static final Pattern HASH = Pattern.compile("\\b([0-9a-f]{12})[0-9a-f]{28,}");

  private Shortened() {}

  /** With the beginnings of its hashes alone. */
  public static String hashes(String value) {
    return HASH.matcher(value).replaceAll("$1");
  }

  /** No longer than {@code longest} and a mark: of a path the end tells most, else both ends. */
  static String of(String value, int longest) {
    String shown = Printable.line(hashes(value));
    if (shown.length() <= longest) {
      return shown;
    }
    int end = shown.contains("/") ? longest : longest / 2;
    return shown.substring(0, longest - end) + "…" + shown.substring(shown.length() - end);
  }

  /** All of {@code values}; whole where they would look alike and are not. */
  public static List<String> all(List<String> values, int longest) {
    List<String> shown = values.stream().map(value -> of(value, longest)).toList();
    return shown.stream().distinct().count() == values.stream().distinct().count()
        ? shown
        : values.stream().map(Printable::line).toList();
  }
}
