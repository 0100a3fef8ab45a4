package dev.bottleneck.evaluation;

import java.util.Arrays;

/** A growing list of numbers and their mean, in double precision. */
final class Series {
  private double[] values = new double[1_024];
  private int size;

  void addAll(double[] more) {
    if (size + more.length > values.length) {
      values = Arrays.copyOf(values, Math.max(2 * values.length, size + more.length));
    }
    System.arraycopy(more, 0, values, size, more.length);
    size += more.length;
  }

  int size() {
    return size;
  }

  /** NaN if there is no value. */
  double mean() {
    double sum = 0;
    for (int i = 0; i < size; i++) {
      sum += values[i];
    }
    return sum / size;
  }

  double[] values() {
    return Arrays.copyOf(values, size);
  }
}
