package dev.bottleneck.calibration;

import dev.bottleneck.calibration.Population.Pair;
import dev.bottleneck.evaluation.Verdict.Outcome;
import java.util.Arrays;

/**
 * Populations made of a real one in which there is no difference, so that a verdict on one is
 * false.
 */
enum Null {
  /** Each seed stands in both orders: no difference of any kind. */
  EXCHANGED("each seed in both orders") {
    @Override
    Pair of(Pair pair) {
      int n = pair.a().length;
      double[] a = Arrays.copyOf(pair.a(), 2 * n);
      double[] b = Arrays.copyOf(pair.b(), 2 * n);
      for (int i = 0; i < n; i++) {
        a[n + i] = pair.b()[i];
        b[n + i] = pair.a()[i];
      }
      return new Pair(pair.name(), a, b);
    }
  },
  /** The arm is moved until the median of the differences is zero; the mean may not be. */
  MEDIAN("moved to a median difference of 0") {
    @Override
    Pair of(Pair pair) {
      return moved(pair, Truth.of(pair.a(), pair.b()).median());
    }

    @Override
    Outcome[] falseVerdicts() {
      return TYPICAL;
    }
  },
  /** The arm is moved until the mean of the differences is zero; what is typical may not be. */
  MEAN("moved to a mean difference of 0") {
    @Override
    Pair of(Pair pair) {
      return moved(pair, Truth.of(pair.a(), pair.b()).mean());
    }

    @Override
    Outcome[] falseVerdicts() {
      return AVERAGE;
    }
  };

  private static final Outcome[] TYPICAL = {
    Outcome.BETTER,
    Outcome.TYPICALLY_BETTER,
    Outcome.DIVIDED,
    Outcome.TYPICALLY_WORSE,
    Outcome.WORSE
  };
  private static final Outcome[] AVERAGE = {Outcome.BETTER, Outcome.DIVIDED, Outcome.WORSE};

  private final String words;

  Null(String words) {
    this.words = words;
  }

  abstract Pair of(Pair pair);

  /** The verdicts that are false of it. */
  Outcome[] falseVerdicts() {
    return TYPICAL;
  }

  String words() {
    return words;
  }

  private static Pair moved(Pair pair, double by) {
    return new Pair(pair.name(), pair.a(), Arrays.stream(pair.b()).map(b -> b + by).toArray());
  }
}
