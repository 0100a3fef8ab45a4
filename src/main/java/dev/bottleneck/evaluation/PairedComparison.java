package dev.bottleneck.evaluation;

import java.util.Arrays;
import org.apache.commons.statistics.inference.TTest;

/**
 * Two arms compared seed by seed, so that what a seed does to both arms cancels.
 *
 * <p>The differences are dᵢ = aᵢ − bᵢ. The paired t-test asks whether their mean is nought (Student
 * 1908), Wilcoxon's signed-rank test whether they lie symmetrically about nought (Wilcoxon 1945).
 * Both p-values are two-sided, and NaN where no test is possible: with one seed, without spread, or
 * with a value that is not finite.
 *
 * @param nameA name of the first arm, the one compared against
 * @param nameB name of the second arm
 * @param a summary of the first arm
 * @param b summary of the second arm
 * @param difference summary of a − b, with its 95 % t interval
 * @param tTestP p-value of the paired t-test
 * @param wilcoxonP p-value of the signed-rank test, exact also with ties
 * @param bLower number of seeds in which b is lower
 * @param aLower number of seeds in which a is lower
 */
public record PairedComparison(
    String nameA,
    String nameB,
    Summary a,
    Summary b,
    Summary difference,
    double tTestP,
    double wilcoxonP,
    int bLower,
    int aLower) {

  /**
   * Compares two arms; {@code a[i]} and {@code b[i]} come from the same seed.
   *
   * @throws IllegalArgumentException if the arms differ in length or are empty
   */
  public static PairedComparison of(String nameA, double[] a, String nameB, double[] b) {
    if (a.length != b.length) {
      throw new IllegalArgumentException(
          "a paired comparison needs the same seeds in both arms: '%s' has %d, '%s' has %d"
              .formatted(nameA, a.length, nameB, b.length));
    }
    double[] d = differences(a, b);
    int bLower = (int) Arrays.stream(d).filter(x -> x > 0).count();
    int aLower = (int) Arrays.stream(d).filter(x -> x < 0).count();
    return new PairedComparison(
        nameA,
        nameB,
        Summary.of(a),
        Summary.of(b),
        Summary.of(d),
        tTest(d),
        d.length == 1 ? Double.NaN : SignedRank.pValue(d),
        bLower,
        aLower);
  }

  /** Number of seeds. */
  public int n() {
    return difference.n();
  }

  /** Whether the differences vary over the seeds, without which there is no t-test. */
  public boolean varies() {
    return difference.standardDeviation() > 0;
  }

  private static double tTest(double[] d) {
    boolean constant = Arrays.stream(d).allMatch(x -> x == d[0]);
    boolean finite = Arrays.stream(d).allMatch(Double::isFinite);
    return d.length < 2 || constant || !finite
        ? Double.NaN
        : TTest.withDefaults().test(d).getPValue();
  }

  /**
   * a − b, rounded to 2⁻⁴⁰ of the largest value: 0.3 − 0.2 and 0.2 − 0.1 differ in the last bit,
   * which would break ties among the ranks and give equal differences a spread.
   */
  private static double[] differences(double[] a, double[] b) {
    double largest = 0;
    for (int i = 0; i < a.length; i++) {
      largest = Math.max(largest, Math.max(Math.abs(a[i]), Math.abs(b[i])));
    }
    double quantum = Math.scalb(1.0, Math.getExponent(largest) - 40);
    double[] d = new double[a.length];
    for (int i = 0; i < d.length; i++) {
      double exact = a[i] - b[i];
      d[i] = Double.isFinite(largest) && largest > 0 ? Math.rint(exact / quantum) * quantum : exact;
    }
    return d;
  }
}
