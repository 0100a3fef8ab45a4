package dev.bottleneck.data;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Examples drawn without replacement, of each class in proportion to its share.
 *
 * <p>Each class gets the whole part of its share; what is left goes to the largest remainders
 * (Hamilton's method), the smaller class first where they are equal. A class that would get none
 * gets one, of the class that has most, as long as there are as many places as classes.
 */
final class StratifiedSample {
  private StratifiedSample() {}

  /**
   * The indices of the examples, ascending; a function of these arguments alone.
   *
   * @param labels the class of each example
   * @param count how many, at most as many as there are examples
   */
  static int[] of(int[] labels, int classes, int count, long seed) {
    if (count < 1 || count > labels.length) {
      throw new IllegalArgumentException(count + " of " + labels.length + " examples");
    }
    int[] places = places(sizes(labels, classes), count);
    int[] chosen = new int[count];
    int filled = 0;
    for (int index : Permutation.of(labels.length, seed, 0)) {
      if (places[labels[index]] > 0) {
        places[labels[index]]--;
        chosen[filled++] = index;
      }
    }
    Arrays.sort(chosen);
    return chosen;
  }

  private static int[] sizes(int[] labels, int classes) {
    int[] sizes = new int[classes];
    for (int label : labels) {
      sizes[label]++;
    }
    return sizes;
  }

  /** How many of each class. */
  static int[] places(int[] sizes, int count) {
    long all = Arrays.stream(sizes).asLongStream().sum();
    int[] places = new int[sizes.length];
    long[] remainders = new long[sizes.length];
    for (int c = 0; c < sizes.length; c++) {
      places[c] = (int) ((long) sizes[c] * count / all);
      remainders[c] = (long) sizes[c] * count % all;
    }
    int left = count - Arrays.stream(places).sum();
    IntStream.range(0, sizes.length)
        .boxed()
        .filter(c -> remainders[c] > 0)
        .sorted(
            Comparator.<Integer>comparingLong(c -> -remainders[c])
                .thenComparingInt(c -> sizes[c])
                .thenComparingInt(c -> c))
        .limit(left)
        .forEach(c -> places[c]++);
    for (int c = 0; c < sizes.length; c++) {
      int most = largest(places);
      if (sizes[c] > 0 && places[c] == 0 && places[most] > 1) {
        places[c]++;
        places[most]--;
      }
    }
    return places;
  }

  private static int largest(int[] places) {
    int largest = 0;
    for (int c = 1; c < places.length; c++) {
      largest = places[c] > places[largest] ? c : largest;
    }
    return largest;
  }
}
