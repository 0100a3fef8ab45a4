package dev.bottleneck.calibration;

import dev.bottleneck.evaluation.Interval;
import dev.bottleneck.evaluation.Metric;
import dev.bottleneck.evaluation.PairedComparison;
import dev.bottleneck.evaluation.Summary;
import dev.bottleneck.evaluation.Verdict;
import dev.bottleneck.evaluation.Verdict.Outcome;
import dev.bottleneck.runtime.Seeds;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Samples of seeds drawn from a population, each judged like a study: how often does each interval
 * hold the truth, and which verdict comes out how often?
 *
 * @param repetitions samples
 * @param coverage by interval, the share of samples whose interval holds the truth; of those that
 *     have one
 * @param outcomes the share of samples by verdict
 */
record Trials(int repetitions, Map<Kind, Double> coverage, Map<Outcome, Double> outcomes) {

  /** The intervals of a report. */
  enum Kind {
    SHARE("lower on"),
    MEDIAN("median"),
    CENTER("Hodges–Lehmann"),
    STUDENT("mean, t"),
    BOOTSTRAP("mean, bootstrap"),
    ARM("arm's mean, t");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  /** One sample: for each interval 1 if it holds the truth, 0 if not, −1 if there is none. */
  private record One(int[] held, Outcome outcome) {}

  /**
   * Judges samples of {@code n} seeds drawn with replacement, the same at each call.
   *
   * @param family how many comparisons the verdict is corrected for, all of them like this one
   */
  static Trials of(
      double[] a, double[] b, int n, int repetitions, int family, Metric metric, String name) {
    Truth truth = Truth.of(a, b);
    double meanB = Summary.of(b).mean();
    List<One> samples =
        IntStream.range(0, repetitions)
            .parallel()
            .mapToObj(
                i ->
                    one(
                        a,
                        b,
                        n,
                        family,
                        metric,
                        truth,
                        meanB,
                        new SplittableRandom(Seeds.derive(Seeds.derive(n, name), i))))
            .toList();
    Map<Kind, Double> coverage = new EnumMap<>(Kind.class);
    for (Kind kind : Kind.values()) {
      double[] held =
          samples.stream()
              .mapToInt(one -> one.held[kind.ordinal()])
              .filter(h -> h >= 0)
              .asDoubleStream()
              .toArray();
      coverage.put(kind, held.length < repetitions / 2 ? Double.NaN : Summary.of(held).mean());
    }
    Map<Outcome, Double> outcomes = new EnumMap<>(Outcome.class);
    samples.forEach(one -> outcomes.merge(one.outcome, 1.0 / repetitions, Double::sum));
    return new Trials(repetitions, coverage, outcomes);
  }

  private static One one(
      double[] a,
      double[] b,
      int n,
      int family,
      Metric metric,
      Truth truth,
      double meanB,
      SplittableRandom random) {
    double[] sampleA = new double[n];
    double[] sampleB = new double[n];
    for (int i = 0; i < n; i++) {
      int which = random.nextInt(a.length);
      sampleA[i] = a[which];
      sampleB[i] = b[which];
    }
    PairedComparison c = PairedComparison.of("a", sampleA, "b", sampleB, metric.lowerIsBetter());
    PairedComparison.MeanDifference mean = c.mean().orElseThrow();
    int[] held = new int[Kind.values().length];
    held[Kind.SHARE.ordinal()] =
        c.bLower().lower() <= truth.lower() && truth.lower() <= c.bLower().upper() ? 1 : 0;
    held[Kind.MEDIAN.ordinal()] = holds(c.signs().median(), truth.median());
    held[Kind.CENTER.ordinal()] = holds(c.center(), truth.center());
    held[Kind.STUDENT.ordinal()] = holds(mean.student(), truth.mean());
    held[Kind.BOOTSTRAP.ordinal()] = holds(mean.bootstrap(), truth.mean());
    held[Kind.ARM.ordinal()] = holds(Summary.of(sampleB).ofMean(), meanB);
    Outcome outcome = Verdict.of(Collections.nCopies(family, c), metric).get(0).outcome();
    return new One(held, outcome);
  }

  private static int holds(Interval interval, double truth) {
    if (!interval.exists()) {
      return -1;
    }
    // Values lie on a grid of 1 / examples: a bound that equals the truth holds it.
    double margin = 1e-12;
    return interval.lower() <= truth + margin && truth - margin <= interval.upper() ? 1 : 0;
  }

  /** The share of samples with any of {@code outcomes}. */
  double share(Outcome... outcomes) {
    double share = 0;
    for (Outcome outcome : outcomes) {
      share += this.outcomes.getOrDefault(outcome, 0.0);
    }
    return share;
  }

  /** The verdict that came out most often. */
  Outcome usual() {
    return outcomes.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow().getKey();
  }
}
