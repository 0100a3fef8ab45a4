package dev.bottleneck.evaluation;

import org.apache.commons.statistics.inference.BinomialTest;

/**
 * Whether two classifiers differ on the same test examples, judged by those on which exactly one of
 * them is right.
 *
 * <p>Under the null hypothesis b ~ Binomial(b + c, ½); the p-value is exact and two-sided (McNemar,
 * Psychometrika 12, 1947). It speaks of two trained networks, not of two methods: the spread over
 * seeds is {@link PairedComparison}'s matter (Dietterich, Neural Computation 10, 1998).
 *
 * @param n number of test examples
 * @param b examples that only A classifies correctly
 * @param c examples that only B classifies correctly
 * @param pValue exact two-sided p-value; 1 if the two are right on the same examples
 */
public record McNemar(int n, int b, int c, double pValue) {

  /**
   * Compares two classifiers example by example.
   *
   * @throws IllegalArgumentException if the arrays differ in length
   */
  public static McNemar of(boolean[] correctA, boolean[] correctB) {
    if (correctA.length != correctB.length) {
      throw new IllegalArgumentException(
          "McNemar's test needs the same examples for both: %d and %d given"
              .formatted(correctA.length, correctB.length));
    }
    int b = 0;
    int c = 0;
    for (int i = 0; i < correctA.length; i++) {
      b += correctA[i] && !correctB[i] ? 1 : 0;
      c += correctB[i] && !correctA[i] ? 1 : 0;
    }
    return ofCounts(correctA.length, b, c);
  }

  /** The test for counts already made. */
  public static McNemar ofCounts(int n, int b, int c) {
    if (b < 0 || c < 0 || b + c > n) {
      throw new IllegalArgumentException(
          "of %d examples, %d and %d cannot be discordant".formatted(n, b, c));
    }
    double p = b + c == 0 ? 1 : BinomialTest.withDefaults().test(b + c, b, 0.5).getPValue();
    return new McNemar(n, b, c, p);
  }
}
