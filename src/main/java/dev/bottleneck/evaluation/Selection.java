package dev.bottleneck.evaluation;

import java.util.Arrays;

/** Finds the smallest of many numbers without sorting the others. */
final class Selection {
  private Selection() {}

  /** Rearranges {@code values} so that the first {@code count} are the smallest, ascending. */
  static void smallest(long[] values, int count) {
    int low = 0;
    int high = values.length - 1;
    // Hoare's FIND: the part that holds place count - 1 is divided further.
    while (low < high) {
      long pivot = values[(low + high) >>> 1];
      int i = low;
      int j = high;
      while (i <= j) {
        while (values[i] < pivot) {
          i++;
        }
        while (values[j] > pivot) {
          j--;
        }
        if (i <= j) {
          long value = values[i];
          values[i++] = values[j];
          values[j--] = value;
        }
      }
      if (count - 1 <= j) {
        high = j;
      } else if (count - 1 >= i) {
        low = i;
      } else {
        break;
      }
    }
    Arrays.sort(values, 0, count);
  }
}
