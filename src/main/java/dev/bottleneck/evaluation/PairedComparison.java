package dev.bottleneck.evaluation;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.commons.statistics.inference.TTest;

/**
 * Two arms compared seed by seed, so that what a seed does to both arms cancels.
 *
 * <p>The differences are dᵢ = aᵢ − bᵢ. What is typical is told by signs and ranks, which no single
 * seed can turn: {@link SignTest}, which supposes nothing of the distribution, and Wilcoxon's
 * signed-rank test with the Hodges–Lehmann estimate, which suppose symmetry. What holds on average
 * is told by the mean, with Student's interval and the studentised bootstrap's.
 *
 * <p>A seed on which an arm failed counts: its value is worse than any other, so that the
 * difference is infinite, and the mean is not known; a seed on which both failed is a tie.
 *
 * @param nameA name of the first arm, the one compared against
 * @param nameB name of the second arm
 * @param signs of the differences, their median, and the exact sign test
 * @param bLower on how many seeds b is lower, with the exact interval of how many that is of all
 * @param aLower on how many seeds a is lower
 * @param center the Hodges–Lehmann estimate of the difference; NaN where a seed failed
 * @param wilcoxonP exact two-sided p-value of the signed-rank test; NaN if no difference is left
 * @param mean of the differences; without a value where a seed failed
 * @param arms how many of their runs failed or ended apart
 */
public record PairedComparison(
    String nameA,
    String nameB,
    SignTest signs,
    Share bLower,
    Share aLower,
    Interval center,
    double wilcoxonP,
    Optional<MeanDifference> mean,
    Arms arms) {

  /**
   * What became of the two arms.
   *
   * @param failedA seeds on which a alone failed
   * @param failedB seeds on which b alone failed
   * @param failedBoth seeds on which both failed
   * @param a runs of a that ended apart from its others; empty where none has a result
   * @param b those of b
   */
  public record Arms(
      int failedA, int failedB, int failedBoth, Optional<Outliers> a, Optional<Outliers> b) {
    private static Arms of(double[] a, double[] b) {
      int both =
          (int)
              IntStream.range(0, a.length)
                  .filter(i -> !Double.isFinite(a[i]) && !Double.isFinite(b[i]))
                  .count();
      return new Arms(failed(a) - both, failed(b) - both, both, outliers(a), outliers(b));
    }

    private static int failed(double[] values) {
      return (int) Arrays.stream(values).filter(v -> !Double.isFinite(v)).count();
    }

    private static Optional<Outliers> outliers(double[] values) {
      double[] finite = Arrays.stream(values).filter(Double::isFinite).toArray();
      return finite.length == 0 ? Optional.empty() : Optional.of(Outliers.of(finite));
    }

    /** Seeds on which one or both failed. */
    public int failed() {
      return failedA + failedB + failedBoth;
    }

    private Arms turned() {
      return new Arms(failedB, failedA, failedBoth, b, a);
    }
  }

  /**
   * The difference on average.
   *
   * @param student its mean with the paired t interval
   * @param bootstrap its mean with the studentised bootstrap's interval, where there is one
   * @param strict its mean with Student's interval of 99 %, which a verdict asks for
   * @param strictBootstrap the same by the studentised bootstrap, where there is one
   * @param tTestP two-sided p-value of the paired t-test; NaN with one seed or without spread
   * @param standardDeviation of the differences
   */
  public record MeanDifference(
      Interval student,
      Interval bootstrap,
      Interval strict,
      Interval strictBootstrap,
      double tTestP,
      double standardDeviation) {
    private static final double STRICT = 0.005;

    private static MeanDifference of(double[] d) {
      Summary summary = Summary.of(d);
      boolean constant = Arrays.stream(d).allMatch(x -> x == d[0]);
      double p = constant ? Double.NaN : TTest.withDefaults().test(d).getPValue();
      return new MeanDifference(
          summary.ofMean(),
          BootstrapT.mean(d),
          summary.ofMeanAt99(),
          BootstrapT.mean(STRICT, d),
          p,
          summary.standardDeviation());
    }
  }

  /**
   * Compares two arms by a metric of which the lower is the better; {@code a[i]} and {@code b[i]}
   * come from the same seed, NaN or infinite where the arm failed on it.
   *
   * @throws IllegalArgumentException if the arms differ in length or are empty
   */
  public static PairedComparison of(String nameA, double[] a, String nameB, double[] b) {
    return of(nameA, a, nameB, b, true);
  }

  /**
   * The same.
   *
   * @param lowerIsBetter whether a value that is missing counts as ∞ rather than −∞
   */
  public static PairedComparison of(
      String nameA, double[] a, String nameB, double[] b, boolean lowerIsBetter) {
    if (a.length != b.length) {
      throw new IllegalArgumentException(
          "a paired comparison needs the same seeds in both arms: '%s' has %d, '%s' has %d"
              .formatted(nameA, a.length, nameB, b.length));
    }
    double[] d = differences(worst(a, lowerIsBetter), worst(b, lowerIsBetter));
    SignTest signs = SignTest.of(d);
    Arms arms = Arms.of(a, b);
    return new PairedComparison(
        nameA,
        nameB,
        signs,
        Share.of(signs.positive(), d.length),
        Share.of(signs.negative(), d.length),
        HodgesLehmann.of(d),
        SignedRank.pValue(d),
        arms.failed() == 0 ? Optional.of(MeanDifference.of(d)) : Optional.empty(),
        arms);
  }

  /** Number of seeds. */
  public int n() {
    return signs.n();
  }

  /** The same with the arms' parts exchanged. */
  public PairedComparison turned() {
    return new PairedComparison(
        nameB,
        nameA,
        new SignTest(
            signs.negative(), signs.positive(), n(), signs.pValue(), signs.median().negated()),
        aLower,
        bLower,
        center.negated(),
        wilcoxonP,
        mean.map(
            m ->
                new MeanDifference(
                    m.student().negated(),
                    m.bootstrap().negated(),
                    m.strict().negated(),
                    m.strictBootstrap().negated(),
                    m.tTestP(),
                    m.standardDeviation())),
        arms.turned());
  }

  private static double[] worst(double[] values, boolean lowerIsBetter) {
    double worst = lowerIsBetter ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
    return Arrays.stream(values).map(v -> Double.isFinite(v) ? v : worst).toArray();
  }

  /**
   * a − b, rounded to 2⁻⁴⁰ of the largest value: 0.3 − 0.2 and 0.2 − 0.1 differ in the last bit,
   * which would break ties among the ranks and give equal differences a spread.
   */
  private static double[] differences(double[] a, double[] b) {
    double largest =
        IntStream.range(0, a.length)
            .mapToDouble(i -> Math.max(Math.abs(a[i]), Math.abs(b[i])))
            .filter(Double::isFinite)
            .max()
            .orElse(0);
    double quantum = Math.scalb(1.0, Math.getExponent(largest) - 40);
    return IntStream.range(0, a.length).mapToDouble(i -> difference(a[i], b[i], quantum)).toArray();
  }

  private static double difference(double a, double b, double quantum) {
    if (a == b) {
      return 0;
    }
    double exact = a - b;
    return Double.isFinite(exact) && quantum > 0 ? Math.rint(exact / quantum) * quantum : exact;
  }
}
