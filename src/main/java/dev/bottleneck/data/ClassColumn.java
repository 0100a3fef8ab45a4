package dev.bottleneck.data;

import dev.bottleneck.runtime.UserError;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

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

  private static final int MOST_NAMED = 10;
  private static final Pattern INTEGER = Pattern.compile("[+-]?\\d{1,18}");
  private static final Pattern WHOLE_FLOAT = Pattern.compile("([+-]?\\d{1,18})[.,]0*");

  /** Of {@code texts}, one per example, in the file that errors call {@code file}. */
  static ClassColumn of(String file, List<String> texts) {
    Builder builder = new Builder();
    for (int i = 0; i < texts.size(); i++) {
      String problem = builder.add(texts.get(i));
      if (problem != null) {
        throw new UserError(String.format(Locale.ROOT, "%s: example %d: %s", file, i + 1, problem));
      }
    }
    return builder.build();
  }

  /** Collects the classes of examples, one after the other. */
  static final class Builder {
    private final Map<String, Integer> seen = new LinkedHashMap<>();
    private int[] labels = new int[1024];
    private int size;

    /**
     * Adds an example; 1.0 is class 1.
     *
     * @return what is wrong, or {@code null}
     */
    String add(String text) {
      var whole = WHOLE_FLOAT.matcher(text.strip());
      String name = whole.matches() ? whole.group(1) : text.strip();
      if (name.isEmpty()) {
        return "it names no class";
      }
      Integer label = seen.get(name);
      if (label == null) {
        if (seen.size() == MOST_CLASSES) {
          return "more than 10,000 classes: is it a column of identifiers?";
        }
        label = seen.size();
        seen.put(name, label);
      }
      if (size == labels.length) {
        labels = Arrays.copyOf(labels, 2 * size);
      }
      labels[size++] = label;
      return null;
    }

    ClassColumn build() {
      List<String> found = List.copyOf(seen.keySet());
      List<String> names = new ArrayList<>(found);
      names.sort(order(names));
      int[] numbers = new int[found.size()];
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = names.indexOf(found.get(i));
      }
      return new ClassColumn(
          List.copyOf(names),
          Arrays.stream(labels, 0, size).map(label -> numbers[label]).toArray());
    }
  }

  /** Numeric where all names are whole numbers: 2 stands before 10. */
  static Comparator<String> order(Collection<String> names) {
    if (!names.stream().allMatch(name -> INTEGER.matcher(name).matches())) {
      return Comparator.naturalOrder();
    }
    return Comparator.<String, BigInteger>comparing(name -> new BigInteger(name.replace("+", "")))
        .thenComparing(Comparator.naturalOrder());
  }

  /** How many examples each has, such as "A 250, B 250"; of many classes their number. */
  String counts() {
    if (names.size() > MOST_NAMED) {
      return names.size() + " classes";
    }
    long[] counts = new long[names.size()];
    for (int label : labels) {
      counts[label]++;
    }
    List<String> texts = new ArrayList<>();
    for (int c = 0; c < counts.length; c++) {
      texts.add(String.format(Locale.ROOT, "%s %,d", names.get(c), counts[c]));
    }
    return String.join(", ", texts);
  }
}
