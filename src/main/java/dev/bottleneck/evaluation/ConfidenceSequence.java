package dev.bottleneck.evaluation;

import java.util.function.DoubleUnaryOperator;
import org.apache.commons.numbers.gamma.LogBeta;

/**
 * An interval for the share of seeds on which an arm is lower that holds at every look at once, so
 * that seeds may be added until it settles a question.
 *
 * <p>After s seeds lower and f higher (ties are left out) it holds every p with B(s + 1, f + 1) /
 * (pˢ (1 − p)ᶠ) &lt; 1 / α, the mixture of likelihood ratios over a uniform prior: for the true p a
 * martingale that begins at 1, which with probability 1 − α never reaches 1 / α (Ville 1939;
 * Robbins, "Statistical methods related to the law of the iterated logarithm", Annals of
 * Mathematical Statistics 41, 1970; Howard, Ramdas, McAuliffe and Sekhon, "Time-uniform,
 * nonparametric, nonasymptotic confidence sequences", Annals of Statistics 49, 2021).
 *
 * @param lower lower end of the share, in [0, 1]
 * @param upper upper end
 */
public record ConfidenceSequence(double lower, double upper) {
  private static final int HALVINGS = 60;

  /**
   * The interval after so many seeds.
   *
   * @param positive seeds on which the arm is lower
   * @param negative seeds on which it is higher
   * @param error α: how often the sequence may miss the share at any look, in (0, 1)
   */
  public static ConfidenceSequence of(int positive, int negative, double error) {
    if (positive < 0 || negative < 0 || !(error > 0 && error < 1)) {
      throw new IllegalArgumentException(
          "no confidence sequence of %d and %d seeds at %s".formatted(positive, negative, error));
    }
    double beta = LogBeta.value(positive + 1, negative + 1);
    DoubleUnaryOperator excess =
        p ->
            beta - times(positive, Math.log(p)) - times(negative, Math.log1p(-p)) + Math.log(error);
    int n = positive + negative;
    double seen = n == 0 ? 0.5 : (double) positive / n;
    return new ConfidenceSequence(
        positive == 0 ? 0 : crossing(excess, seen, 0),
        negative == 0 ? 1 : crossing(excess, seen, 1));
  }

  /** Whether one half is excluded, so that one arm is lower on more than half of all seeds. */
  public boolean settles() {
    return lower > 0.5 || upper < 0.5;
  }

  private static double times(int count, double log) {
    return count == 0 ? 0 : count * log;
  }

  /** Between what was seen, which the sequence holds, and an end, which it does not. */
  private static double crossing(DoubleUnaryOperator excess, double seen, double end) {
    double inside = seen;
    double outside = end;
    for (int i = 0; i < HALVINGS; i++) {
      double middle = (inside + outside) / 2;
      if (excess.applyAsDouble(middle) < 0) {
        inside = middle;
      } else {
        outside = middle;
      }
    }
    return outside;
  }
}
