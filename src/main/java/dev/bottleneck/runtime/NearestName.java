package dev.bottleneck.runtime;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the known name a mistyped one was probably meant to be. */
public final class NearestName {
  private NearestName() {}

  /**
   * The name among {@code known} with the smallest edit distance to {@code given}, ignoring case;
   * empty if none is within a third of the longer name's length (at least one edit).
   */
  public static Optional<String> of(String given, Collection<String> known) {
    String wanted = given.toLowerCase(Locale.ROOT);
    return known.stream()
        .filter(name -> distance(wanted, name.toLowerCase(Locale.ROOT)) <= tolerance(given, name))
        .min(
            Comparator.<String>comparingInt(name -> distance(wanted, name.toLowerCase(Locale.ROOT)))
                .thenComparing(Comparator.naturalOrder()));
  }

  private static int tolerance(String a, String b) {
    return Math.max(1, Math.max(a.length(), b.length()) / 3);
  }

  /** Levenshtein's edit distance, one row of the table at a time. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substituted, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
