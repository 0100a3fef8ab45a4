package dev.bottleneck.calibration;

import java.util.Arrays;

/**
 * What holds of a whole population of differences, as a sample is to tell it.
 *
 * @param lower share of differences above zero
 * @param median of the differences
 * @param center their pseudo-median: the median of the mean of two drawn at random
 * @param mean of the differences
 */
record Truth(double lower, double median, double center, double mean) {
  static Truth of(double[] a, double[] b) {
    int n = a.length;
    double[] d = new double[n];
    Arrays.setAll(d, i -> a[i] - b[i]);
    return new Truth(
        Arrays.stream(d).filter(x -> x > 0).count() / (double) n,
        median(d.clone()),
        pseudoMedian(d),
        Arrays.stream(d).average().orElseThrow());
  }

  /** Two draws are independent: each with each, a draw with itself included. */
  private static double pseudoMedian(double[] d) {
    int n = d.length;
    double[] means = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        means[i * n + j] = (d[i] + d[j]) / 2;
      }
    }
    return median(means);
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    int n = values.length;
    return (values[(n - 1) / 2] + values[n / 2]) / 2;
  }
}
