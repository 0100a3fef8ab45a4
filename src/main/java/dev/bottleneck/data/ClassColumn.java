package dev.bottleneck.data;

import dev.bottleneck.runtime.UserError;
import java.math.BigInteger;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/**
 * Classes as they were written, turned to numbers: names that are all whole numbers stand in the
 * order of these, others in that of their characters.
 *
 * @param names of the classes, by class; each has an example
 * @param labels the class of each example
 */
record ClassColumn(List<String> names, int[] labels) {
  /** Each class takes memory of its own; a column of identifiers is not one of classes. */
  static final int MOST_CLASSES = 10_000;

  private static final String INTEGER = "[+-]?\\d{1,18}";

  /** Of {@code texts}, one per example, in the file that errors call {@code file}. */
  static ClassColumn of(String file, List<String> texts) {
    TreeSet<String> distinct = new TreeSet<>(order(texts));
    for (int i = 0; i < texts.size(); i++) {
      if (texts.get(i).isBlank()) {
        throw new UserError(file + ": example " + (i + 1) + " names no class");
      }
      distinct.add(texts.get(i));
      if (distinct.size() > MOST_CLASSES) {
        throw new UserError(
            String.format(
                Locale.ROOT,
                "%s: more than %,d classes: is it a column of identifiers?",
                file,
                MOST_CLASSES));
      }
    }
    List<String> names = List.copyOf(distinct);
    Map<String, Integer> numbers = new HashMap<>();
    names.forEach(name -> numbers.put(name, numbers.size()));
    return new ClassColumn(names, texts.stream().mapToInt(numbers::get).toArray());
  }

  /** Numeric where all names are whole numbers: 2 stands before 10. */
  static Comparator<String> order(Iterable<String> names) {
    for (String name : names) {
      if (!name.matches(INTEGER)) {
        return Comparator.naturalOrder();
      }
    }
    return Comparator.<String, BigInteger>comparing(name -> new BigInteger(name.replace("+", "")))
        .thenComparing(Comparator.naturalOrder());
  }
}
