package dev.bottleneck.report;

import java.util.List;
import java.util.stream.IntStream;

/**
 * What an axis shows: numbers, or named values at 0, 1, 2, ….
 *
 * @param logarithmic whether equal ratios are equal distances
 * @param categories the named values; empty for numbers
 */
public record Scale(String name, boolean logarithmic, List<String> categories) {
  public Scale {
    categories = List.copyOf(categories);
  }

  /** A scale of numbers. */
  public static Scale numbers(String name) {
    return new Scale(name, false, List.of());
  }

  /** A scale of numbers above 0 on which equal ratios are equal distances. */
  public static Scale logarithmic(String name) {
    return new Scale(name, true, List.of());
  }

  /** A scale of named values; the first is 0. */
  public static Scale categories(String name, List<String> values) {
    return new Scale(name, false, values);
  }

  /** An axis over {@code values}; those that are not finite do not count. */
  Axis axis(double[] values, double from, double to) {
    if (!categories.isEmpty()) {
      return new Axis(-0.5, categories.size() - 0.5, false, from, to);
    }
    double[] finite = java.util.Arrays.stream(values).filter(Double::isFinite).sorted().toArray();
    return finite.length == 0
        ? new Axis(0, 1, false, from, to)
        : Axis.around(finite[0], finite[finite.length - 1], logarithmic, from, to);
  }

  List<Axis.Tick> ticks(Axis axis, int count) {
    return categories.isEmpty()
        ? axis.ticks(count)
        : IntStream.range(0, categories.size())
            .mapToObj(i -> new Axis.Tick(i, categories.get(i)))
            .toList();
  }
}
